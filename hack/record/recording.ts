// What a terminal has shown, and when. Kept as asciicast, version 2: https://docs.asciinema.org/manual/asciicast/v2/

/** What a terminal was given at once. */
export interface Output {
  /** Seconds since the beginning. */
  readonly at: number;
  /** With escape sequences, and with CR LF at the ends of lines. */
  readonly text: string;
}

/** What was done at a terminal. */
export interface Recording {
  readonly title: string;
  /** Of the terminal, in columns. */
  readonly width: number;
  /** Of the terminal, in lines. */
  readonly height: number;
  /** Longer pauses are shown as pauses of so many seconds. */
  readonly idleLimit: number;
  readonly outputs: readonly Output[];
}

/** What stands before each command. */
export const PROMPT = '$ ';

/** As a file that players of asciicasts play. */
export function printCast({ title, width, height, idleLimit, outputs }: Recording): string {
  const head = { version: 2, width, height, idle_time_limit: idleLimit, title };
  return [head, ...outputs.map(({ at, text }) => [at, 'o', text])].map(line => `${JSON.stringify(line)}\n`).join('');
}

/** @throws SyntaxError when it is none that `printCast` has written */
export function readCast(file: string): Recording {
  const [first = '', ...rest] = file.trimEnd().split('\n');
  const head = JSON.parse(first);
  if (head.version !== 2) throw new SyntaxError('the recording is no asciicast of version 2');
  return {
    title: String(head.title),
    width: Number(head.width),
    height: Number(head.height),
    idleLimit: Number(head.idle_time_limit),
    outputs: rest.map((line, index) => {
      const [at, kind, text] = JSON.parse(line);
      if (typeof at !== 'number' || kind !== 'o' || typeof text !== 'string') {
        throw new SyntaxError(`line ${index + 2} of the recording is no output`);
      }
      return { at, text };
    }),
  };
}

/** The same, with pauses that are no longer than its limit. */
export function withoutLongPauses(recording: Recording): Recording {
  let before = 0;
  let cut = 0;
  const outputs = recording.outputs.map(({ at, text }) => {
    cut += Math.max(0, at - before - recording.idleLimit);
    before = at;
    return { at: at - cut, text };
  });
  return { ...recording, outputs };
}
