// Tells one story to a server.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Observation } from '../observation.js';
import type { Target } from '../target.js';
import { environmentIn } from './environment.js';
import { prepareStory } from './prepare-story.js';
import { normalisedText } from './printed-text.js';
import { type Outcome, runKubectl } from './run-kubectl.js';
import type { LongStep, Scenario } from './scenario.js';

/** A story, and what it is told with. */
export interface Story {
  readonly area: string;
  readonly scenario: Scenario;
  /** The program. */
  readonly kubectl: string;
  /** An empty one of its own. */
  readonly folder: string;
}

/** @throws Error when a command does not end */
export async function observeScenario(target: Target, story: Story): Promise<readonly Observation[]> {
  const names = ownNames();
  const definitions = (story.scenario.definitions ?? []).map(text => told(text, names));
  const prepared = await prepareStory(target, told('NAMESPACE', names), definitions);
  try {
    const telling = new Telling(target, story, names);
    await telling.tell();
    return telling.observations;
  } finally {
    await prepared.end();
  }
}

/** What is called so in a story -> a name that no other story has, of the same width. */
function ownNames(): ReadonlyMap<string, string> {
  const letters = Array.from(randomBytes(5), byte => String.fromCharCode(97 + (byte % 26))).join('');
  return new Map([
    ['NAMESPACE', `ns-${randomBytes(3).toString('hex')}`],
    ['widget', `w${letters}`],
    ['Widget', `W${letters}`],
    ['wdgets', `x${letters}`],
  ]);
}

function told(text: string, words: ReadonlyMap<string, string>): string {
  return [...words].reduce((result, [word, meaning]) => result.replaceAll(word, meaning), text);
}

class Telling {
  readonly observations: Observation[] = [];
  readonly #target: Target;
  readonly #story: Story;
  /** The working directory. */
  readonly #work: string;
  readonly #names: ReadonlyMap<string, string>;
  /** What words stand for in files and commands. */
  readonly #words: Map<string, string>;
  #env: Readonly<Record<string, string>> = {};

  constructor(target: Target, story: Story, names: ReadonlyMap<string, string>) {
    this.#target = target;
    this.#story = story;
    this.#work = join(story.folder, 'work');
    this.#names = new Map([...names].map(([word, own]) => [own, word]));
    this.#words = new Map(names);
  }

  async tell(): Promise<void> {
    const namespace = this.#told('NAMESPACE');
    this.#env = await environmentIn(this.#story.folder, this.#target.kubeconfig, namespace);
    await mkdir(this.#work);
    await this.#writeFiles();
    for (const step of this.#story.scenario.steps) {
      if (typeof step === 'string') await this.#run(step);
      else if ('as' in step) await this.#remember(step.run, step.as);
      else await this.#runLong(step);
    }
  }

  async #run(command: string): Promise<void> {
    this.#observe(command, `kubectl ${command}`, await this.#kubectl(command));
  }

  async #remember(command: string, word: string): Promise<void> {
    const { code, stdout, stderr } = await this.#kubectl(command);
    if (code !== 0) throw new Error(`kubectl ${command}: ${stderr}`);
    this.#words.set(word, stdout);
    await this.#writeFiles();
  }

  /** The commands that run while it waits are observed before it, since it ends after them. */
  async #runLong({ run: command, meanwhile = [], lines }: LongStep): Promise<void> {
    const { promise: watching, resolve } = Promise.withResolvers<void>();
    const ended = this.#kubectl(command, { watching: resolve, ...(lines !== undefined && { lines }) });
    if (meanwhile.length > 0) {
      // One that ends before it has watched anything says why in its answer.
      await Promise.race([watching, ended]);
      for (const each of meanwhile) await this.#run(each);
    }
    this.#observe(command, `kubectl ${command}${lines === undefined ? '' : ` | head -${lines}`}`, await ended);
  }

  #kubectl(command: string, watched?: Parameters<typeof runKubectl>[2]): Promise<Outcome> {
    const around = {
      kubectl: this.#story.kubectl,
      folder: this.#work,
      files: this.#files(),
      env: this.#env,
    };
    return runKubectl(around, this.#told(command), watched);
  }

  #observe(command: string, asked: string, { code, stdout, stderr }: Outcome): void {
    const { area, scenario } = this.#story;
    const names = { names: this.#names, folder: this.#story.folder, server: this.#target.url };
    const [printed, complained] = [stdout, stderr].map(text => normalisedText(text, names).trimEnd());
    const text = [printed, complained && `--- stderr\n${complained}`].filter(Boolean).join('\n');
    this.observations.push({ area, name: this.#unique(`${scenario.title}: ${command}`), asked, code, text });
  }

  #unique(name: string): string {
    const names = this.observations.map(observation => observation.name);
    for (let time = 1; ; time++) {
      const candidate = time === 1 ? name : `${name} (${time})`;
      if (!names.includes(candidate)) return candidate;
    }
  }

  async #writeFiles(): Promise<void> {
    for (const [name, text] of Object.entries(this.#files())) await writeFile(join(this.#work, name), text);
  }

  #files(): Readonly<Record<string, string>> {
    const files = Object.entries(this.#story.scenario.files ?? {});
    return Object.fromEntries(files.map(([name, text]) => [this.#told(name), this.#told(text)]));
  }

  #told(text: string): string {
    return told(text, this.#words);
  }
}
