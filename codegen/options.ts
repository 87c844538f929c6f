// What generate can be asked for, from a program or from package.json, and what holds where nothing is said.
import { dirname, resolve } from 'node:path';
import { CONFIG_RULES, type Config, type Rule } from './config/config.js';
import { readConfig } from './config/read-config.js';
import type { Task } from './config/task.js';
import { findProject } from './find-project.js';
import { InputError } from './input-error.js';

/**
 * What to generate, and where to. What is left out is as the key `kubewright` of the package.json says that is nearest to
 * the tsconfig; see docs/reference/generate.md.
 */
export interface GenerateOptions extends Config {
  /** A tsconfig.json or its folder; default: the nearest tsconfig.json in `cwd` and the folders above. */
  readonly project?: string;
  /** Write nothing, only tell what would be written; default false. */
  readonly check?: boolean;
  /**
   * Whether to look at the output folder at all, and bring it up to date; default true. Without it the result has
   * `documents` and no `files`.
   */
  readonly write?: boolean;
  /**
   * Texts that stand in for those on disk, by absolute path: what an editor has not saved yet, or files that are
   * nowhere else. Default: none.
   */
  readonly sources?: ReadonlyMap<string, string>;
  /**
   * Whether to keep in `node_modules/.cache/kubewright` what a run was made from, by which the next one knows that there is
   * nothing to do; default false.
   */
  readonly cache?: boolean;
  /** What `project` is relative to; default: the working directory of the process. */
  readonly cwd?: string;
}

/** @throws InputError if there is no project, or an option has a value that cannot be */
export function taskOf(options: GenerateOptions): Task {
  const { project, cwd = process.cwd(), sources } = options;
  const unsaved = project === undefined ? undefined : resolve(cwd, project);
  const tsconfig = unsaved !== undefined && sources?.has(unsaved) ? unsaved : findProject(project, cwd);
  const { config, diagnostics, manifest, roleNameAt: configured } = readConfig(dirname(tsconfig), sources);
  const said = Object.fromEntries(KEYS.flatMap(key => (options[key] === undefined ? [] : [[key, options[key]]])));
  const webhookService = { ...config.webhookService, ...options.webhookService };
  const settings: Task['settings'] = { ...DEFAULTS, ...config, ...said, webhookService };
  refuseUnfit(settings, CONFIG_RULES);
  const outputFolder = resolve(dirname(tsconfig), settings.outputDir ?? 'config');
  const atTsconfig = { file: tsconfig, line: 1, column: 1 };
  const roleNameAt = options.roleName === undefined ? (configured ?? atTsconfig) : atTsconfig;
  return { tsconfig, outputFolder, settings, roleNameAt, diagnostics, manifest };
}

const KEYS = [
  'outputDir',
  'roleName',
  'scaffold',
  'coreDescriptions',
  'maxDescriptionLength',
  'webhookService',
  'include',
  'exclude',
] as const satisfies readonly (keyof Config)[];

const DEFAULTS = { roleName: 'manager-role', scaffold: true, coreDescriptions: 'summary' } as const;

function refuseUnfit(settings: object, rules: Readonly<Record<string, Rule>>, within = ''): void {
  for (const [key, value] of Object.entries(settings)) {
    const rule = rules[key];
    if (rule === undefined) continue;
    const name = `${within}${key}`;
    if (!rule.holds(value)) throw new InputError(`${name} must ${rule.must}`, 'give it another value, or leave it out');
    if (rule.keys !== undefined) refuseUnfit(value as object, rule.keys, `${name}.`);
  }
}
