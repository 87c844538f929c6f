// Chooses by their text the files that may declare something: most files of a project need not be parsed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * The files that import from kubewright and have a decorator. Declaration files are left out, and tests: by
 * their names, or below a folder of tests. If a file passes kubewright's names on (`export ... from 'kubewright'`), every file with a decorator may be meant.
 */
export function candidateFiles(files: readonly string[], root: string): readonly string[] {
  const sources = files
    .filter(file => SOURCE.test(file) && !TEST.test(relative(root, file).replaceAll('\\', '/')))
    .map(file => ({ file, text: read(file) }));
  const passedOn = sources.some(({ text }) => PASSED_ON.test(text));
  return sources.filter(({ text }) => DECORATOR.test(text) && (passedOn || IMPORT.test(text))).map(({ file }) => file);
}

const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const TEST = /\.(test|spec|test-d)\.[cm]?tsx?$|(^|\/)(test|tests|__tests__)\//;
const IMPORT = /\bfrom\s*['"]kubewright(\/[\w/-]+)?['"]/;
const PASSED_ON = /\bexport\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"]kubewright['"]/;

/** An `@name` that does not stand in the middle of a line, and so not in a doc comment. */
const DECORATOR = /(^|[;{}]|\*\/)[ \t]*@[A-Za-z_$]/m;

/** A file that cannot be read is the compiler's to report. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
