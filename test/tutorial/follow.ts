// Follows the tutorial: saves its files, runs its commands, and looks whether they print what the pages show.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { comparable, saysTheSame } from './comparable.js';
import type { Command, Step } from './page.js';
import { type Files, textOf, withStep } from './saved-files.js';
import type { Printed, Shell } from './shell.js';
import type { Page } from './tutorial-pages.js';
import { type DevCommand, devCommand, type World } from './world.js';

/** Where to follow it, and what for. */
export interface Following {
  readonly world: World;
  readonly shell: Shell;
  /** Gets what commands print, in the place of a comparison. On a real cluster, of those that are for one alone. */
  readonly record?: (page: Page, command: Command, output: string) => void;
  /** Gets each command before it is run. */
  readonly tell?: (page: Page, command: Command) => void;
}

/** A command has printed something else than its page shows. */
export class OtherOutput extends Error {
  override readonly name = 'OtherOutput';
}

/** @throws OtherOutput at the first command that prints something else */
export async function follow(pages: readonly Page[], following: Following): Promise<void> {
  const follower = new Follower(following);
  for (const page of pages) {
    for (const step of page.steps) await follower.do(page, step);
  }
}

class Follower {
  readonly #following: Following;
  #files: Files = new Map();
  readonly #unsaved = new Set<string>();

  constructor(following: Following) {
    this.#following = following;
  }

  async do(page: Page, step: Step): Promise<void> {
    if (step.type !== 'command') {
      this.#files = withStep(this.#files, step);
      this.#unsaved.add(step.path);
      return;
    }
    if (step.isReal && !this.#following.world.isReal) return;
    try {
      await this.#type(page, step);
    } catch (error) {
      if (error instanceof OtherOutput) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${step.place}: ${step.command}\n${message}`, { cause: error });
    }
  }

  async #type(page: Page, step: Command): Promise<void> {
    const { world, tell } = this.#following;
    const dev = devCommand(step.command);
    // What runs in the first terminal is ended before that is saved.
    if (dev !== undefined) await world.interrupt();
    const saved = this.#save();
    tell?.(page, step);
    if (dev !== undefined) await this.#start(page, step, dev);
    else {
      await world.follow(saved);
      await this.#run(page, step);
    }
  }

  /** All at once, as one saves before one goes back to the terminal. */
  #save(): readonly string[] {
    const { shell } = this.#following;
    const paths = [...this.#unsaved];
    this.#unsaved.clear();
    for (const path of paths) {
      const file = join(shell.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, textOf(this.#files.get(path) ?? []));
    }
    return paths;
  }

  async #start(page: Page, step: Command, dev: DevCommand): Promise<void> {
    const { world, shell } = this.#following;
    const record = this.#recordOf(step);
    const output = await world.start(dev, shell.folder);
    if (output === undefined) return;
    const shown = this.#shown(output);
    if (record !== undefined) record(page, step, shown);
    else compare(step, { status: 0, output: shown });
  }

  async #run(page: Page, step: Command): Promise<void> {
    const { shell } = this.#following;
    const record = this.#recordOf(step);
    const run = async (): Promise<Printed> => {
      const { status, output } = await shell.run(step.command);
      return { status, output: this.#shown(output) };
    };
    if (record !== undefined) {
      // Nobody knows yet what is to come of it.
      if (isReading(step)) await setTimeout(SETTLED_MS);
      record(page, step, (await run()).output);
      return;
    }
    const begin = performance.now();
    let printed = await run();
    while (!fits(step, printed) && mayBecome(step, printed) && performance.now() - begin < PATIENCE_MS) {
      await setTimeout(PAUSE_MS);
      printed = await run();
    }
    compare(step, printed);
  }

  #recordOf({ isReal }: Command): Following['record'] {
    const { world, record } = this.#following;
    return isReal === world.isReal ? record : undefined;
  }

  /** What the reader would see, who is at home elsewhere. */
  #shown(output: string): string {
    return output.replaceAll(dirname(this.#following.shell.folder), '/home/me');
  }
}

const SETTLED_MS = 4_000;
const PAUSE_MS = 200;
const PATIENCE_MS = 60_000;

function fits({ output }: Command, printed: Printed): boolean {
  return saysTheSame(printed.output, output);
}

function isReading({ command }: Command): boolean {
  return /^kubectl (-n \S+ )?(get|describe|explain|api-resources)\b/.test(command);
}

/** What only reads shows a moment later what is on its way; and no webhook answers before the operator listens. */
function mayBecome(step: Command, { output }: Printed): boolean {
  return isReading(step) || output.includes('failed calling webhook');
}

function compare(step: Command, printed: Printed): void {
  const isSilentFailure = printed.status !== 0 && step.output === '';
  if (fits(step, printed) && !isSilentFailure) return;
  const [shown, got] = [step.output, printed.output].map(comparable);
  throw new OtherOutput(
    `${step.place}: ${step.command}\n--- shown\n${shown}\n--- printed, with status ${printed.status}\n${got}`,
  );
}
