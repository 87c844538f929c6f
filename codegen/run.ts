// From a task to documents: what loads the compiler and the printer.
import { checkDefinition } from './check/check-definition.js';
import { checkLosses } from './check/check-losses.js';
import { checkModel } from './check/check-model.js';
import { checkObjects } from './check/check-objects.js';
import { checkSizes } from './check/check-size.js';
import { inOrder } from './check/in-order.js';
import type { Task } from './config/task.js';
import { customResourceDefinition } from './emit/crd.js';
import { documentsOf } from './emit/documents.js';
import { type FileChange, planChanges } from './emit/plan.js';
import { applyChanges } from './emit/writer.js';
import type { Input } from './files/source-tree.js';
import { ByClasses } from './model/by-classes.js';
import { type DefinitionModel, definitionsOf } from './model/definitions.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { GeneratedDocument, GeneratedFile } from './model/result.js';
import { type ReadMemory, readProject } from './read/read-project.js';

/** What a run makes, before anything is written. */
export interface Run {
  readonly diagnostics: readonly Diagnostic[];
  /** Empty if a diagnostic is an error. */
  readonly documents: readonly (GeneratedDocument & { readonly yields?: boolean })[];
  readonly sources: readonly string[];
  /** Folders that may hold sources and could not be listed, with the reason. */
  readonly unreadableFolders: ReadonlyMap<string, string>;
  /** All that was learnt of the disk on the way. */
  readonly inputs: ReadonlyMap<string, Input>;
}

export async function run(
  { tsconfig, settings, roleNameAt }: Task,
  memory: ReadMemory,
  overlay: ReadonlyMap<string, string> | undefined,
): Promise<Run> {
  const { include, exclude, coreDescriptions } = settings;
  const {
    model,
    inputs = new Map(),
    unreadableFolders = new Map(),
    ...reading
  } = await readProject(
    {
      tsconfig,
      coreDescriptions,
      ...(include && { include }),
      ...(exclude && { exclude }),
      ...(overlay && { sources: overlay }),
    },
    memory,
  );
  const sources = [...new Set([...reading.sources, ...filesRead(inputs)])];
  const found = checkModel(model);
  const seen = { sources, inputs, unreadableFolders };
  if (hasErrors(found)) return { diagnostics: found, documents: [], ...seen };
  const settingsText = JSON.stringify(settings);
  const refused = definitionsOf(model.resources)
    .filter(({ versions }) => versions.length > 0)
    .flatMap(each => refusals.of(each.classes, settingsText, () => refusalsOf(each, settings)));
  if (hasErrors(refused)) return { diagnostics: inOrder([...found, ...refused]), documents: [], ...seen };
  const documents = documentsOf(model, settings);
  const sizes = documents.flatMap(({ definition }) => definition ?? []);
  const clashes = checkObjects(
    documents.flatMap(({ objects = [] }) => objects),
    roleNameAt,
  );
  const diagnostics = inOrder([...found, ...clashes, ...checkSizes(sizes)]);
  return { diagnostics, documents: hasErrors(diagnostics) ? [] : documents, ...seen };
}

const refusals = new ByClasses<readonly Diagnostic[]>();

function refusalsOf(definition: DefinitionModel, settings: Task['settings']): readonly Diagnostic[] {
  return checkDefinition(definition, customResourceDefinition(definition, { ...settings, annotations: {} }));
}

/** Besides sources these are tsconfigs and manifests. */
function filesRead(inputs: ReadonlyMap<string, Input>): readonly string[] {
  return [...inputs].flatMap(([path, { content }]) =>
    content === undefined || path.includes('/node_modules/') ? [] : [path],
  );
}

/**
 * Where sources may have been missed, no file is removed for it: then there are diagnostics, and nothing is written.
 * @throws FileError if a file cannot be read or written; then no file was changed in part
 */
export function bringUpToDate(
  { tsconfig, outputFolder }: Task,
  { documents, unreadableFolders }: Pick<Run, 'documents' | 'unreadableFolders'>,
  { check }: { readonly check: boolean },
): { readonly files: readonly GeneratedFile[]; readonly losses: readonly Diagnostic[] } {
  const changes = planChanges(outputFolder, documents);
  const pathsOf = (chosen: readonly FileChange[]) => chosen.map(({ path }) => path);
  const losses = checkLosses(
    {
      removed: pathsOf(changes.filter(({ after }) => after === undefined)),
      rewritten: pathsOf(changes.filter(({ before, after }) => before !== undefined && before !== after)),
      unreadable: unreadableFolders,
    },
    tsconfig,
  );
  if (hasErrors(losses)) return { files: [], losses };
  if (!check) applyChanges(changes);
  const files = changes.map((change): GeneratedFile => {
    if (change.kept) return { ...change, state: 'kept' } as const;
    if (change.before === change.after) return { ...change, state: 'unchanged' } as const;
    if (check) return { ...change, state: 'stale' } as const;
    return { ...change, state: change.after === undefined ? 'removed' : 'written' } as const;
  });
  return { files, losses };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
