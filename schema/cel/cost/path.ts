// Where in a schema a value comes from: the variable, then names of fields, `@items`, `@keys`, `@values`.

/**
 * A path of cel-go is a slice of Go, and paths that were made of one by appending may share its memory: of two that
 * are appended to the same path, the later can overwrite the last step of the earlier. Estimates follow from what
 * stands there then, so this does as Go does.
 */
export interface Path {
  readonly memory: (string | undefined)[];
  readonly length: number;
}

export const NOWHERE: Path = { memory: [], length: 0 };

export function rootedAt(variable: string): Path {
  return { memory: [variable], length: 1 };
}

export function appended({ memory, length }: Path, step: string): Path {
  if (length < memory.length) {
    memory[length] = step;
    return { memory, length: length + 1 };
  }
  const larger = new Array<string | undefined>(Math.max(1, 2 * length));
  for (let at = 0; at < length; at += 1) larger[at] = memory[at];
  larger[length] = step;
  return { memory: larger, length: length + 1 };
}

/** A copy that shares nothing. */
export function copiedWith(path: Path, step: string): Path {
  return { memory: [...steps(path), step], length: path.length + 1 };
}

export function steps({ memory, length }: Path): readonly string[] {
  return memory.slice(0, length).map(step => step ?? '');
}
