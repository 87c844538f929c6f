// Remembers what was found out of files, as long as nothing has changed that they see.
import type { ts } from 'ts-morph';
import { reachesEverywhere } from './augmentations.js';
import { packagePath } from './package-names.js';
import type { LoadedProgram } from './programs.js';

/** Of programs with the same options. */
export class KnownFiles<Known> {
  readonly #known = new Map<string, { readonly seen: Seen; readonly found: Known }>();

  /** Files of one program: what they saw then is compared with what they see now. */
  in(loaded: LoadedProgram): KnownInProgram<Known> {
    const everywhere = loaded.program.getSourceFiles().filter(reachesEverywhere);
    return {
      of: file => {
        const before = this.#known.get(file.fileName);
        return before && isSame(before.seen, seenFrom(file.fileName, everywhere, loaded)) ? before.found : undefined;
      },
      remember: (file, found) => {
        this.#known.set(file.fileName, { seen: seenFrom(file.fileName, everywhere, loaded), found });
      },
    };
  }
}

/** What is known of the files of one program. */
export interface KnownInProgram<Known> {
  of(file: ts.SourceFile): Known | undefined;
  remember(file: ts.SourceFile, found: Known): void;
}

/** Files that the compiler had nothing against. */
export type SoundFiles = KnownFiles<true>;

/** Each file with what it is in kubewright, for which files beside the program are asked. */
type Seen = ReadonlyMap<ts.SourceFile, string | undefined>;

/** What an import brings, however far; and what has its say in every file. A changed file is another object. */
function seenFrom(file: string, everywhere: readonly ts.SourceFile[], { program, imports }: LoadedProgram): Seen {
  const names = new Set<string>();
  const waiting = [file, ...everywhere.map(({ fileName }) => fileName)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    waiting.push(...(imports.get(name) ?? []));
  }
  const seen = new Map<ts.SourceFile, string | undefined>();
  for (const name of names) {
    const source = program.getSourceFile(name);
    if (source !== undefined) seen.set(source, packagePath(name));
  }
  return seen;
}

function isSame(a: Seen, b: Seen): boolean {
  return a.size === b.size && [...a].every(([file, path]) => b.has(file) && b.get(file) === path);
}
