// What `kubewright dev` can be told, and what that means in a project.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findProject } from '../codegen/find-project.js';
import { InputError } from '../codegen/input-error.js';
import { taskOf } from '../codegen/options.js';

/** All of it may be left out in a project as the guide makes it. */
export interface DevOptions {
  /** A tsconfig.json or its folder; default: the nearest tsconfig.json in `cwd` and the folders above. */
  readonly project?: string;
  /** Where manifests are written, relative to the folder of the tsconfig; default: as package.json says, or `config`. */
  readonly out?: string;
  /** The name of the ClusterRole; default `manager-role`. */
  readonly roleName?: string;
  /** The source that runs the operator, relative to the folder of the tsconfig; default `controllers/main.ts`. */
  readonly entry?: string;
  /** Whether to run the operator; default true. */
  readonly operator?: boolean;
  /** Arguments of the operator. */
  readonly args?: readonly string[];
  /** Options of Node for the operator, such as `--inspect`. */
  readonly nodeOptions?: readonly string[];
  /** Files and folders of manifests to apply once, when the definitions are there. */
  readonly apply?: readonly string[];
  /** Of the API server; default: any free one. */
  readonly port?: number;
  /** Where to write the kubeconfig; default: in the cache folder. */
  readonly kubeconfig?: string;
  /** Keeps the objects in this folder; default: they end with the command. */
  readonly dataFolder?: string;
  /** What `project`, `apply`, `kubeconfig` and `dataFolder` are relative to; default: that of the process. */
  readonly cwd?: string;
}

/** Where things are; all paths are absolute. */
export interface DevProject {
  readonly tsconfig: string;
  /** The folder of the tsconfig. */
  readonly root: string;
  /** Where manifests are written. */
  readonly out: string;
  readonly entry: string;
  /** Manifests to apply once. */
  readonly apply: readonly string[];
  /** Beside the dependencies, where package managers and version control leave it alone. */
  readonly cacheFolder: string;
  readonly kubeconfig: string;
  readonly dataFolder: string | undefined;
}

/**
 * Finds a project's files.
 * @throws InputError when there is no tsconfig, no entry where one is to run, or nothing where manifests should be
 */
export function findDevProject(options: DevOptions): DevProject {
  const { cwd = process.cwd(), out, entry = 'controllers/main.ts', operator = true } = options;
  const tsconfig = findProject(options.project, cwd);
  const root = dirname(tsconfig);
  const entryPath = resolve(root, entry);
  if (operator && !statSync(entryPath, { throwIfNoEntry: false })?.isFile()) {
    throw new InputError(
      `${entryPath} does not exist`,
      'name the source that runs your Manager with --entry, or run without it: --no-operator',
    );
  }
  const apply = (options.apply ?? []).map(path => resolve(cwd, path));
  const missing = apply.find(path => !existsSync(path));
  if (missing !== undefined) throw new InputError(`${missing} does not exist`, 'name files or folders with --apply');
  const cacheFolder = join(root, 'node_modules', '.cache', 'kubewright');
  return {
    tsconfig,
    root,
    out: taskOf({ project: tsconfig, ...(out !== undefined && { outputDir: out }) }).outputFolder,
    entry: entryPath,
    apply,
    cacheFolder,
    kubeconfig: options.kubeconfig === undefined ? join(cacheFolder, 'kubeconfig') : resolve(cwd, options.kubeconfig),
    dataFolder: options.dataFolder === undefined ? undefined : resolve(cwd, options.dataFolder),
  };
}
