// Opens an external source, again if it fails, until the controller stops.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kind, kindInfo } from '../../decorators/kind.js';
import { untilAborted } from '../cache/interruptible.js';
import { sleep } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import type { ExternalSource, SourceContext, Trigger } from './external-source.js';
import { isKeyOf, keyForm, shownKey } from './key-check.js';

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 300_000;
/** After so many steps in a row others get a turn: a source that always has the next one would let nobody else run. */
const STEPS_A_TURN = 100;

/** Resolves when the source has ended, or the signal of the context has aborted; never rejects. */
export async function runSource(
  source: ExternalSource,
  kind: Kind<unknown>,
  context: SourceContext,
  enqueue: (key: string) => void,
): Promise<void> {
  const { log, clock, signal } = context;
  let delay = FIRST_DELAY;
  while (!signal.aborted) {
    const attempt = linkedController(signal);
    try {
      let steps = 0;
      for await (const step of untilAborted(source.open({ ...context, signal: attempt.signal }), signal)) {
        for (const key of keysOf(step, source, kind)) enqueue(key);
        delay = FIRST_DELAY;
        steps += 1;
        if (steps % STEPS_A_TURN === 0) await nextTurn();
      }
      if (!signal.aborted) log.info('the source has ended: nothing more comes from it');
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.error('the source failed; it is opened again', { error, retryInMilliseconds: delay });
    } finally {
      attempt.abort();
      attempt.release();
    }
    await sleep(clock, delay, signal);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }
}

function keysOf(step: Trigger | readonly Trigger[], { name }: ExternalSource, kind: Kind<unknown>): string[] {
  const info = kindInfo(kind);
  return (Array.isArray(step) ? (step as readonly Trigger[]) : [step as Trigger]).map(trigger => {
    const key = keyOfTrigger(trigger);
    if (isKeyOf(info, key)) return keyText(key);
    const wanted = `it gives keys of ${info.kind} as ${keyForm(info)}, or objects`;
    throw new TypeError(`source ${name} gave ${shownKey(trigger)}: ${wanted}`);
  });
}

function keyOfTrigger(trigger: unknown): ObjectKey | undefined {
  if (typeof trigger !== 'object' || trigger === null) return undefined;
  const { metadata } = trigger as { metadata?: unknown };
  if (typeof metadata === 'object' && metadata !== null) return keyOf({ metadata });
  return keyOf({ metadata: trigger });
}
