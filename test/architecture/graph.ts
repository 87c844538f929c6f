// The imports of a tree of sources as a graph, and what is wrong with it.
import { posix } from 'node:path';
import { ANYTHING } from './arrows.js';
import { importsOf } from './imports.js';

/** An import of one file by another, or of a package. */
export interface Arrow {
  readonly from: string;
  /** A path in the tree, or the specifier of a package. */
  readonly to: string;
  /** As it is written. */
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Path -> text, with `/` between folders. */
export type Sources = ReadonlyMap<string, string>;
/** Specifier -> path: the package's own exports. */
export type Doors = Readonly<Record<string, string>>;

export function arrowsOf(sources: Sources, doors: Doors = {}): readonly Arrow[] {
  return [...sources].flatMap(([from, text]) =>
    importsOf(from, text).map(found => ({ from, to: targetOf(from, found.specifier, sources, doors), ...found })),
  );
}

function targetOf(from: string, specifier: string, sources: Sources, doors: Doors): string {
  if (!specifier.startsWith('.')) return doors[specifier] ?? specifier;
  const path = posix.join(posix.dirname(from), specifier);
  const source = path.replace(/\.js$/, '.ts').replace(/\.mjs$/, '.mts');
  return sources.has(source) ? source : path;
}

/** A sentence for every arrow that the table does not allow, and for every file without a row. */
export function forbiddenArrows(
  arrows: readonly Arrow[],
  table: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return arrows.flatMap(({ from, to, specifier, line }) => {
    const where = `${from}:${line} imports ${specifier}`;
    if (isTest(from)) return [];
    if (isTest(to)) return [`${where}: nothing may import a test`];
    const room = roomOf(from, table);
    if (room === undefined) return [`${where}: ${posix.dirname(from)} has no row in arrows.ts`];
    const targets = targetsOf(specifier, to, table);
    const allowed = table[room] ?? [];
    if (targets.includes(room) || allowed.includes(ANYTHING) || targets.some(target => allowed.includes(target))) {
      return [];
    }
    return [`${where}: ${room} may not import ${targets[0]}`];
  });
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}

/** The names under which the table may allow a target: its folder for a path, and for a package its name. */
function targetsOf(specifier: string, to: string, table: Readonly<Record<string, readonly string[]>>): string[] {
  if (specifier.startsWith('.')) return [roomOf(to, table) ?? posix.dirname(to)];
  if (specifier.startsWith('node:')) return [specifier, 'node:*'];
  const [scopeOrName = '', name] = specifier.split('/');
  return [specifier, scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName].filter(
    // The package's own doors are named in full: `kubewright` does not allow `kubewright/codegen`.
    target => target === specifier || target !== 'kubewright',
  );
}

/** The row that a file belongs to: that of its folder, or of the nearest one above. */
export function roomOf(path: string, table: Readonly<Record<string, unknown>>): string | undefined {
  for (let folder = posix.dirname(path); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (Object.hasOwn(table, folder)) return folder;
  }
  return undefined;
}

/** A cycle of files that load each other when the program runs, as a path that ends where it began. */
export function fileCycle(arrows: readonly Arrow[]): readonly string[] | undefined {
  return cycleOf(arrows.filter(arrow => !arrow.typeOnly).map(({ from, to }) => [from, to]));
}

/** A cycle of the table's folders, where types count too, as a path that ends where it began. */
export function folderCycle(
  arrows: readonly Arrow[],
  table: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const pairs = arrows
    .filter(({ from }) => !isTest(from))
    .map(({ from, to }) => [roomOf(from, table), roomOf(to, table)] as const)
    .filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined)
    .filter(([from, to]) => from !== to);
  return cycleOf(pairs);
}

function cycleOf(pairs: readonly (readonly [from: string, to: string])[]): readonly string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of pairs) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const target of next.get(node) ?? []) {
      const cycle = visit(target);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of next.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
