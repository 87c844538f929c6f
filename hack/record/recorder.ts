// Does what a session says, and records what a terminal would have shown.
import { setTimeout } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Guard } from '../control-plane/guard.js';
import { Command } from './command.js';
import { type Output, PROMPT, type Recording } from './recording.js';

/** What is done at a terminal, one thing after the other. */
export interface Session extends Omit<Recording, 'outputs'> {
  readonly steps: readonly Step[];
}

export interface Step {
  /** A command for `sh`; or `export NAME=VALUE`, for the steps that follow; or a remark, which begins with `#`. */
  readonly line: string;
  /** Does not wait for the command's end, but until it has printed this; then it gets Ctrl-C. */
  readonly until?: RegExp;
  /** In place of Ctrl-C: it goes on, and nobody looks at it any more, as in another terminal. It ends with the session. */
  readonly leave?: boolean;
  /** Whether the command is to end with another status than 0. */
  readonly fails?: boolean;
}

/** Where it is done. */
export interface Place {
  /** The working directory. */
  readonly folder: string;
  /** How the recording calls the folder. */
  readonly shownAs: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds before a command is typed, in which what is there can be read. */
  readonly pause: number;
  /** Called at each step: aborts when it has taken too long. */
  readonly limit: () => AbortSignal;
}

/** @throws Error with what was printed, when a command ends otherwise than it should, or not in time */
export async function record({ steps, ...terminal }: Session, place: Place): Promise<Recording> {
  const outputs: Output[] = [];
  const begin = performance.now();
  const show = (text: string): void => {
    const at = Math.round(performance.now() - begin) / 1000;
    outputs.push({ at, text: text.replaceAll(place.folder, place.shownAs).replaceAll('\n', '\r\n') });
  };
  const env = { ...place.env };
  const commands: Command[] = [];
  const guard = new Guard();
  try {
    for (const step of steps) {
      await setTimeout(place.pause);
      if (step.line.startsWith('#')) {
        show(`${coloured('dim', step.line)}\n`);
        continue;
      }
      show(coloured('green', PROMPT));
      show(`${coloured('bold', step.line)}\n`);
      const [, name, value = ''] = /^export (\w+)=(\S*)$/.exec(step.line) ?? [];
      if (name !== undefined) {
        env[name] = value;
        continue;
      }
      const command = new Command(step, { ...place, env }, show);
      commands.push(command);
      guard.watch(commands.flatMap(({ group }) => group ?? []));
      command.begin();
      if (!(await command.seen(place.limit()))) {
        const printed = commands.filter(({ runs }) => runs).map(({ output }) => output);
        throw new Error(`${step.line} has taken too long:\n${printed.join('\n')}`);
      }
    }
  } finally {
    await Promise.all(commands.map(command => command.end('SIGTERM')));
    await guard.dismiss();
  }
  return { ...terminal, outputs };
}

/** Whether or not this process prints to a terminal. */
function coloured(format: 'bold' | 'dim' | 'green', text: string): string {
  return styleText(format, text, { validateStream: false });
}
