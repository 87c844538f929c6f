// The files of programs, parsed once for as long as their text stays.

import type { SourceTree } from '../files/source-tree.js';
import { ts } from './compiler.js';

interface Parsed {
  readonly text: string;
  readonly form: string;
  readonly file: ts.SourceFile;
}

type Language = Parameters<ts.CompilerHost['getSourceFile']>[1];

/** Parsed files of programs that have the same options. What one program finds out of a file's names, the next one has. */
export class ParsedFiles {
  #options = '';
  #parsed = new Map<string, Parsed>();

  /** What another set of options has made of a file is not used. */
  begin(options: ts.CompilerOptions): this {
    // The tsconfig's own text has its options in it; where it is says nothing about what a file means.
    const { configFile, configFilePath, pathsBasePath, ...rest } = options;
    const text = JSON.stringify(rest);
    if (text !== this.#options) this.#parsed = new Map();
    this.#options = text;
    return this;
  }

  parse(path: string, text: string, language: Language): ts.SourceFile {
    const form = formOf(language);
    const known = this.#parsed.get(path);
    if (known?.text === text && known.form === form) return known.file;
    const file = ts.createSourceFile(path, text, language);
    this.#parsed.set(path, { text, form, file });
    return file;
  }
}

function formOf(language: Language): string {
  if (typeof language !== 'object') return String(language);
  const { languageVersion, impliedNodeFormat, jsDocParsingMode } = language;
  return `${languageVersion} ${impliedNodeFormat} ${jsDocParsingMode}`;
}

/** A host that sees what the tree sees, and writes nothing. */
export function hostOver(tree: SourceTree, files: ParsedFiles): ts.CompilerHost {
  const host: ts.CompilerHost = {
    getSourceFile(path, language) {
      const text = host.readFile(path);
      return text === undefined ? undefined : files.parse(path, text, language);
    },
    readFile: tree.readFile,
    fileExists: tree.fileExists,
    directoryExists: tree.directoryExists,
    getDirectories: path => [...tree.entriesOf(path).directories],
    realpath: tree.realpath,
    getDefaultLibFileName: ts.getDefaultLibFileName,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCanonicalFileName: path => (ts.sys.useCaseSensitiveFileNames ? path : path.toLowerCase()),
    getNewLine: () => '\n',
    writeFile: () => {},
  };
  return host;
}
