// Remembers which files the compiler had nothing against, as long as nothing has changed that they see.
import { ts } from './compiler.js';
import type { LoadedProgram } from './programs.js';

/** Of programs with the same options. */
export class SoundFiles {
  readonly #seen = new Map<string, ReadonlySet<ts.SourceFile>>();

  clear(): void {
    this.#seen.clear();
  }

  /** Files of one program: what of them is known is compared with what they see now. */
  in(loaded: LoadedProgram): { isKnown(file: ts.SourceFile): boolean; remember(file: ts.SourceFile): void } {
    const everywhere = loaded.program.getSourceFiles().filter(reachesEverywhere);
    const seenBy = (file: ts.SourceFile) => seenFrom(file.fileName, everywhere, loaded);
    return {
      isKnown: file => {
        const before = this.#seen.get(file.fileName);
        return before !== undefined && isSameSet(before, seenBy(file));
      },
      remember: file => {
        this.#seen.set(file.fileName, seenBy(file));
      },
    };
  }
}

/** What an import brings, however far; and what has its say in every file. A changed file is another object. */
function seenFrom(
  file: string,
  everywhere: readonly ts.SourceFile[],
  { program, imports }: LoadedProgram,
): ReadonlySet<ts.SourceFile> {
  const names = new Set<string>();
  const waiting = [file, ...everywhere.map(({ fileName }) => fileName)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    waiting.push(...(imports.get(name) ?? []));
  }
  return new Set([...names].flatMap(name => program.getSourceFile(name) ?? []));
}

/** It is no module, or adds to others. */
function reachesEverywhere(file: ts.SourceFile): boolean {
  const { moduleAugmentations = [] } = file as { readonly moduleAugmentations?: readonly unknown[] };
  return !ts.isExternalModule(file) || moduleAugmentations.length > 0;
}

function isSameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every(each => b.has(each));
}
