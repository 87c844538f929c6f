// Runs one scenario against a target.
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestInit, Response } from 'undici';
import { Normaliser } from '../normaliser.js';
import type { Observation } from '../observation.js';
import type { Target } from '../target.js';
import { answerText, valueText } from './answer-text.js';
import { Memory } from './memory.js';
import { askedText, type WireRequest, wireRequest } from './request.js';
import { observationName, type Scenario, type Step } from './scenario.js';

/** How long `until` asks, and a watch waits for its events, in milliseconds. */
const PATIENCE = 90_000;
const POLL = 25;

/** One pass; made for each anew. */
export class ScenarioRun {
  readonly #memory: Memory;
  readonly #normaliser: Normaliser;
  readonly #observations: Observation[] = [];
  /** Paths of objects outside of the namespace. */
  readonly #made: string[] = [];

  constructor(
    private readonly target: Target,
    private readonly area: string,
    private readonly scenario: Scenario,
    namespace: string,
  ) {
    this.#memory = new Memory(namespace);
    this.#normaliser = new Normaliser({ names: { [namespace]: 'NAMESPACE', [new URL(target.url).host]: 'HOST' } });
  }

  /** @throws Error when something that is given is refused */
  async observations(): Promise<readonly Observation[]> {
    try {
      await this.#run({ does: 'given', request: 'POST /api/v1/namespaces', body: { metadata: { name: '{ns}' } } });
      for (const step of this.scenario.steps) await this.#run(step);
      return this.#observations;
    } catch (error) {
      throw new Error(`${this.area}, ${this.scenario.about}: ${(error as Error).message}`, { cause: error });
    } finally {
      for (const path of this.#made.reverse()) await this.#send({ method: 'DELETE', path, headers: {} });
    }
  }

  async #run(step: Step): Promise<void> {
    const wire = wireRequest(step.request, step.body, step.headers ?? {}, text => this.#memory.fill(text));
    // What was filled in is the server's own.
    this.#normaliser.sent(`${step.request} ${typeof step.body === 'string' ? step.body : JSON.stringify(step.body)}`);
    switch (step.does) {
      case 'ask': {
        const { response, bytes } = await this.#send(wire);
        this.#observe(step, response.status, answerText(response.headers, bytes, this.#normaliser));
        return;
      }
      case 'given': {
        const { response, bytes } = await this.#send(wire);
        // The words for what is seen in it; answers to `until` come in any number.
        if (response.ok) return void this.#normaliser.value(parsed(bytes));
        throw new Error(
          `${wire.method} ${wire.path} was answered ${response.status} ${new TextDecoder().decode(bytes)}`,
        );
      }
      case 'until': {
        const deadline = Date.now() + PATIENCE;
        for (;;) {
          const { response, bytes } = await this.#send(wire);
          if (step.met({ code: response.status, body: parsed(bytes) })) return;
          // As little as it does for clients, it says for the suite: what follows shows what is the case.
          if (Date.now() > deadline) return;
          await delay(POLL);
        }
      }
      case 'watch':
        await this.#watch(step, wire);
    }
  }

  async #watch(step: Step & { does: 'watch' }, wire: WireRequest): Promise<void> {
    const aborting = new AbortController();
    const signal = AbortSignal.any([aborting.signal, AbortSignal.timeout(PATIENCE)]);
    const response = await this.target.fetch(wire.path, { ...requestInit(wire), signal });
    const reading = readLines(response, step.events);
    for (const inner of step.during) await this.#run(inner);
    const { lines, end } = await reading;
    aborting.abort();
    const headers = answerText(response.headers, new Uint8Array(), this.#normaliser);
    const events = lines.map(line => valueText(line, this.#normaliser));
    this.#observe(step, response.status, [headers, ...events, end].filter(text => text !== '').join('\n'));
  }

  async #send(wire: WireRequest): Promise<{ response: Response; bytes: Uint8Array }> {
    const response = await this.target.fetch(wire.path, {
      ...requestInit(wire),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const body = parsed(bytes);
    this.#memory.learn(body);
    const outside = wire.method === 'POST' && response.status === 201 && body?.metadata?.namespace === undefined;
    if (outside && body?.metadata?.uid !== undefined)
      this.#made.push(`${wire.path.split('?')[0]}/${body.metadata.name}`);
    return { response, bytes };
  }

  #observe(step: Step & { name: string }, code: number, text: string): void {
    const name = observationName(this.scenario, step);
    this.#observations.push({ area: this.area, name, asked: askedText(step.request), code, text });
  }
}

function requestInit({ method, headers, body }: WireRequest): RequestInit {
  return { method, headers, ...(body !== undefined && { body }) };
}

function parsed(bytes: Uint8Array): any {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** The lines of an answer until there are so many of them, or no more come. */
async function readLines(response: Response, count: number): Promise<{ lines: readonly string[]; end: string }> {
  const lines: string[] = [];
  let rest = '';
  try {
    if (count === 0) return { lines, end: '' };
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      lines.push(...whole.filter(line => !isPassing(line)));
      if (lines.length >= count) return { lines: lines.slice(0, count), end: '' };
    }
    return { lines: rest === '' ? lines : [...lines, rest], end: '(the server ended the watch)' };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return { lines, end: '(no more came)' };
  }
}

/** A bookmark that a server sends when it likes; whether one comes before the next event, nobody can tell. */
function isPassing(line: string): boolean {
  return line.includes('"type":"BOOKMARK"') && !line.includes('k8s.io/initial-events-end');
}
