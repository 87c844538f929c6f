// Chooses by their text the files that may declare something: most files of a project need not be parsed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { hasDecorators } from './decorated-files.js';

/** What the text of a project's files promises. */
export interface Candidates {
  readonly files: readonly string[];
  /** Tests that would be candidates under another name. */
  readonly tests: readonly string[];
}

/**
 * The files that import from kubewright and have a decorator, or that declare a resource, reconciler or webhook by names from
 * elsewhere. Declaration files are left out, and tests: by their names, or below a folder of tests. If a file passes
 * kubewright's names on, every file with a decorator may be meant.
 */
export function candidateFiles(files: readonly string[], root: string): Candidates {
  const sources = files.filter(file => SOURCE.test(file)).map(file => ({ file, text: read(file) }));
  const passedOn = sources.some(({ text }) => passesOn(text));
  const candidates = sources.filter(
    ({ text }) => DECORATOR.test(text) && (passedOn || MENTION.test(text) || DECLARATION.test(text)),
  );
  const isTest = ({ file }: Source) => TEST.test(relative(root, file).replaceAll('\\', '/'));
  const declaring = candidates.filter(source => !isTest(source) && hasDecorators(source.file, source.text));
  return { files: declaring.map(({ file }) => file), tests: candidates.filter(isTest).map(({ file }) => file) };
}

interface Source {
  readonly file: string;
  readonly text: string;
}

const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const TEST = /\.(test|spec|test-d)\.[cm]?tsx?$|(^|\/)(test|tests|__tests__)\//;
const MENTION = /(['"])kubewright(\/[\w/-]+)?\1/;

/** For names that come through another package, whose files are not searched. */
const DECLARATION =
  /\bextends\s+([\w$]+\.)?(Custom|Cluster)Resource\s*<|@([\w$]+\.)?(Reconciles|Defaults|Validates)\s*\(/;

/** An `@name` that does not stand in the middle of a line, and so not in a doc comment. */
const DECORATOR = /(^|[;{}]|\*\/|\bexport|\bdefault)[ \t]*@[A-Za-z_$]/m;

/** Whether a file exports what it has from kubewright: at once, or with an import before. */
function passesOn(text: string): boolean {
  if (!MENTION.test(text)) return false;
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

/** A file that cannot be read is the compiler's to report. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
