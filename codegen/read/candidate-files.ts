// Chooses by their text the files that may declare something: most files of a project need not be parsed.
import { relative } from 'node:path';
import type { SourceTree } from '../files/source-tree.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { hasDecorators } from './decorated-files.js';
import { matcherOf } from './list-files.js';
import { isTest, leftOutWarnings, testFolderOf } from './test-files.js';

/** What the text of a project's files outlooks. */
export interface Candidates {
  readonly files: readonly string[];
  /** Tests that would be candidates under another name, or in another folder. */
  readonly tests: readonly string[];
  /** For each folder of tests, a warning of what may be declared there. */
  readonly warnings: readonly Diagnostic[];
}

/** Which of the files of a project may declare something; patterns are relative to the folder of the tsconfig. */
export interface Chosen {
  /** Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Default: none. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * The files that import from kubewright and have a decorator, or that declare a resource, reconciler or webhook by names from
 * elsewhere. Declaration files are left out, and tests: by their names, and, unless `include` says which files are meant, below
 * folders named `test` or `tests`. If a file passes kubewright's names on, every file with a decorator may be meant.
 */
export function candidateFiles(
  { files, root, tree, outlooks }: Searched,
  { include, exclude }: Chosen = {},
): Candidates {
  const sources = files.filter(file => SOURCE.test(file)).map(file => ({ file, outlook: outlooks.of(file, tree) }));
  const passedOn = sources.some(({ outlook }) => outlook.passesOn);
  const isIncluded = include === undefined ? () => true : matcherOf(include, root, 'files');
  const isExcluded = exclude === undefined ? () => false : matcherOf(exclude, root, 'exclude');
  const candidates = sources.filter(
    ({ file, outlook }) => outlook.decorated && (passedOn || outlook.declares) && isIncluded(file) && !isExcluded(file),
  );
  const placed = candidates.map(source => ({ ...source, path: relative(root, source.file).replaceAll('\\', '/') }));
  const [tests, named] = partition(placed, ({ path }) => isTest(path));
  // Who says which folders are meant, means all that is in them.
  const isLeftOut = ({ path }: { path: string }) => include === undefined && testFolderOf(path) !== undefined;
  const [beside, meant] = partition(named, isLeftOut);
  const declaring = meant.filter(({ outlook }) => outlook.hasDecorators);
  const leftOut = beside
    .filter(({ outlook }) => outlook.seemsToDeclare)
    .map(({ file, path, outlook }) => ({ path, place: { file, ...outlook.declarationPlace } }));
  return {
    files: declaring.map(({ file }) => file),
    tests: [...beside, ...tests].map(({ file }) => file),
    warnings: leftOutWarnings(
      leftOut,
      declaring.map(({ path }) => path),
    ),
  };
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter(each => !isFirst(each))];
}

/** Where to look. */
export interface Searched {
  readonly files: readonly string[];
  /** The folder of the tsconfig. */
  readonly root: string;
  readonly tree: SourceTree;
  readonly outlooks: Outlooks;
}

/** What the text of one file outlooks; the syntax is looked at only when that is asked. */
class Outlook {
  readonly passesOn: boolean;
  readonly decorated: boolean;
  readonly declares: boolean;
  readonly #file: string;
  #hasDecorators: boolean | undefined;

  constructor(
    file: string,
    readonly text: string,
  ) {
    const mentions = MENTION.test(text);
    this.#file = file;
    this.passesOn = mentions && passesOn(text);
    this.decorated = DECORATOR.test(text);
    this.declares = this.decorated && (mentions || DECLARATION.test(text));
  }

  get hasDecorators(): boolean {
    this.#hasDecorators ??= hasDecorators(this.#file, this.text);
    return this.#hasDecorators;
  }

  /** Whether it has a decorator that declares something by itself, and not just rules of fields. */
  get seemsToDeclare(): boolean {
    return this.declares && DECLARING_NAME.test(this.text) && this.hasDecorators;
  }

  /** Where something is declared, as far as the text shows. */
  get declarationPlace(): { readonly line: number; readonly column: number } {
    const before = this.text.slice(0, Math.max(0, this.text.search(DECLARING_DECORATOR)));
    const lines = before.split(LINE_END);
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }
}

/** Keeps what was found out of a file for as long as its text stays. */
export class Outlooks {
  readonly #known = new Map<string, Outlook>();

  of(file: string, tree: SourceTree): Outlook {
    // A file that cannot be read is the compiler's to report.
    const text = tree.readFile(file) ?? '';
    const known = this.#known.get(file);
    if (known?.text === text) return known;
    const fresh = new Outlook(file, text);
    this.#known.set(file, fresh);
    return fresh;
  }
}

/** What ends a line to the compiler. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;
const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const MENTION = /(['"])kubewright(\/[\w/-]+)?\1/;

/** For names that come through another package, whose files are not searched. */
const DECLARATION =
  /\bextends\s+([\w$]+\.)?(Custom|Cluster)Resource\s*<|@([\w$]+\.)?(Reconciles|Defaults|Validates)\s*\(/;

/** The decorators that declare something by themselves, which may be renamed where they are imported. */
const DECLARING_NAME = /\b(Resource|Reconciles|Defaults|Validates)\b/;
const DECLARING_DECORATOR = /@([\w$]+\.)?(Resource|Reconciles|Defaults|Validates)\s*\(/;

/** An `@name` or `@(...)` that does not stand in the middle of a line, and so not in a doc comment. */
const DECORATOR = /(^|[;{}]|\*\/|\bexport|\bdefault)[ \t]*@\s*[\p{ID_Start}_$(\\]/mu;

/** Whether a file that names kubewright exports what it has from there: at once, or with an import before. */
function passesOn(text: string): boolean {
  if (EXPORT_FROM.test(text)) return true;
  const imported = new Set([...text.matchAll(IMPORTED)].flatMap(([, names = '']) => names.match(NAME) ?? []));
  const exported = [...text.matchAll(EXPORTED)].flatMap(
    ([, list = '', value = '']) => `${list} ${value}`.match(NAME) ?? [],
  );
  return exported.some(name => imported.has(name));
}

const EXPORT_FROM = /\bexport\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*(['"])kubewright\4/;
const IMPORTED = /\bimport\s+(?:type\s+)?([^;'"]*?)\s*from\s*['"]kubewright['"]/g;
const EXPORTED = /\bexport\s+(?:(?:type\s+)?\{([^}]*)\}|(?:const|let|var)\s+[\w$]+\s*=\s*([\w$.]+))/g;
const NAME = /(?!\b(?:type|as)\b)[A-Za-z_$][\w$]*/g;
