// The whole way from a project to its manifests.
import { dirname, resolve } from 'node:path';
import { checkModel } from './check/check-model.js';
import { checkSizes } from './check/check-size.js';
import { inOrder } from './check/in-order.js';
import { documentsOf } from './emit/documents.js';
import { planChanges } from './emit/plan.js';
import type { WebhookService } from './emit/webhook-service.js';
import { applyChanges } from './emit/writer.js';
import { findProject } from './find-project.js';
import { InputError } from './input-error.js';
import type { Diagnostic } from './model/diagnostic.js';
import { readProject } from './read/read-project.js';

/** What to generate, and where to. */
export interface GenerateOptions {
  /** A tsconfig.json or its folder; default: the nearest tsconfig.json in `cwd` and the folders above. */
  readonly project?: string;
  /** The output folder, relative to the folder of the tsconfig; default `config`. */
  readonly out?: string;
  /** The name of the ClusterRole; default `manager-role`. */
  readonly roleName?: string;
  /**
   * How much of the descriptions of Kubernetes' own types stands in the definitions: `none`, `summary` (the first sentence of
   * each, the default) or `full`, with which a PodTemplateSpec makes a definition too large for `kubectl apply`.
   */
  readonly coreDescriptions?: 'none' | 'summary' | 'full';
  /** Whether to write what kubebuilder scaffolds too: bindings, roles for people, the Service of webhooks; default true. */
  readonly scaffold?: boolean;
  /** The Service of the operator's webhooks; default `webhook-service` in the namespace `system`, port 443. */
  readonly webhookService?: WebhookService;
  /** The most characters that a description in a definition may have; 0 drops all, and default is no limit. */
  readonly maxDescriptionLength?: number;
  /** Write nothing, only tell what would be written; default false. */
  readonly check?: boolean;
  /** What `project` is relative to; default: the working directory of the process. */
  readonly cwd?: string;
}

/** A manifest, and what became of it. */
export interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  /**
   * `stale` in check mode only: the file would be written or removed. `kept`: a file of this name is there that codegen
   * has not written, and it was left alone.
   */
  readonly state: 'written' | 'unchanged' | 'removed' | 'stale' | 'kept';
  /** What the file held before; absent if it was not there. */
  readonly before?: string;
  /** What it should hold; absent if it should not be there. */
  readonly after?: string;
}

/** What was found and what was done. */
export interface GenerateResult {
  /** Ordered by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Ordered by path; empty if a diagnostic is an error, because then nothing is written. */
  readonly files: readonly GeneratedFile[];
  /**
   * Absolute paths of the files of the tsconfig, and of what they declare things with, wherever that is; without packages.
   * Whoever generates again when something changes watches these.
   */
  readonly sources: readonly string[];
}

/**
 * Reads the decorated classes of a project, checks them, and brings the manifests below `out` up to date: one
 * CustomResourceDefinition for each resource in `crd/bases/`, the roles in `rbac/role.yaml`, the configurations of
 * admission webhooks in `webhook/manifests.yaml`, and around them what kubebuilder scaffolds. Files that were generated
 * for what is no longer in the source are removed; files of others are left alone. What is wrong with the source is told as
 * diagnostics.
 * @throws InputError if there is no tsconfig.json, or an option has a value that cannot be
 * @throws FileError if a file cannot be read or written; then no file was changed in part
 */
export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const { out = 'config', roleName = 'manager-role', check = false, cwd = process.cwd() } = options;
  const { scaffold = true, webhookService, maxDescriptionLength } = options;
  refuseRoleName(roleName);
  refuseLength(maxDescriptionLength);
  const tsconfig = findProject(options.project, cwd);
  const { model, sources } = await readProject({ tsconfig, coreDescriptions: options.coreDescriptions ?? 'summary' });
  const found = checkModel(model);
  if (hasErrors(found)) return { diagnostics: found, files: [], sources };

  const documents = documentsOf(model, {
    roleName,
    scaffold,
    ...(webhookService && { webhookService }),
    ...(maxDescriptionLength !== undefined && { maxDescriptionLength }),
  });
  const sizes = documents.flatMap(({ definition }) => definition ?? []);
  const diagnostics = inOrder([...found, ...checkSizes(sizes)]);
  if (hasErrors(diagnostics)) return { diagnostics, files: [], sources };
  const changes = planChanges(resolve(dirname(tsconfig), out), documents);
  if (!check) applyChanges(changes);
  const files = changes.map(change => {
    if (change.kept) return { ...change, state: 'kept' } as const;
    if (change.before === change.after) return { ...change, state: 'unchanged' } as const;
    if (check) return { ...change, state: 'stale' } as const;
    return { ...change, state: change.after === undefined ? 'removed' : 'written' } as const;
  });
  return { diagnostics, files, sources };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function refuseLength(length: number | undefined): void {
  if (length === undefined || (Number.isInteger(length) && length >= 0)) return;
  throw new InputError(`descriptions cannot have ${length} characters`, 'say a whole number; 0 drops all descriptions');
}

/** RBAC names are path segments of a URL; the API server refuses the others. */
function refuseRoleName(roleName: string): void {
  if (roleName !== '' && roleName !== '.' && roleName !== '..' && !/[/%]/.test(roleName)) return;
  throw new InputError(
    `'${roleName}' cannot name a ClusterRole`,
    "use a name without '/' and '%', such as manager-role",
  );
}
