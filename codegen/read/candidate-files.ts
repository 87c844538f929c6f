// Chooses by their text the files that may declare something: most files of a project need not be parsed.
import { relative } from 'node:path';
import type { SourceTree } from '../files/source-tree.js';
import { hasDecorators } from './decorated-files.js';
import { matcherOf } from './list-files.js';

/** What the text of a project's files outlooks. */
export interface Candidates {
  readonly files: readonly string[];
  /** Tests that would be candidates under another name. */
  readonly tests: readonly string[];
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
 * elsewhere. Declaration files are left out, and tests: by their names, or below a folder of tests. If a file passes
 * kubewright's names on, every file with a decorator may be meant.
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
  const isTest = ({ file }: Source) => TEST.test(relative(root, file).replaceAll('\\', '/'));
  const declaring = candidates.filter(source => !isTest(source) && source.outlook.hasDecorators);
  return { files: declaring.map(({ file }) => file), tests: candidates.filter(isTest).map(({ file }) => file) };
}

/** Where to look. */
export interface Searched {
  readonly files: readonly string[];
  /** The folder of the tsconfig. */
  readonly root: string;
  readonly tree: SourceTree;
  readonly outlooks: Outlooks;
}

interface Source {
  readonly file: string;
  readonly outlook: Outlook;
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

const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const TEST = /\.(test|spec|test-d)\.[cm]?tsx?$|(^|\/)(test|tests|__tests__)\//;
const MENTION = /(['"])kubewright(\/[\w/-]+)?\1/;

/** For names that come through another package, whose files are not searched. */
const DECLARATION =
  /\bextends\s+([\w$]+\.)?(Custom|Cluster)Resource\s*<|@([\w$]+\.)?(Reconciles|Defaults|Validates)\s*\(/;

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
