// Reads a whole list, page by page.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Client, List } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { unlessAborted } from './interruptible.js';
import { linkedController } from './linked-controller.js';
import type { ListPlan } from './recovery.js';

/** What is listed, and with what. */
export interface ListSource<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly client: Pick<Client, 'list'>;
  readonly clock: Clock;
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** Objects of a page; the size of client-go. */
const PAGE = 500;
/** A server ends every request but a watch after a minute, unless told otherwise. */
const ANSWER_LIMIT = 120_000;

/**
 * The pages of a list; ends early when the signal aborts.
 * @throws what the client throws, and an Error when a page takes more than two minutes
 */
export async function* listPages<T extends KubernetesObject>(
  source: ListSource<T>,
  plan: ListPlan,
  signal: AbortSignal,
): AsyncGenerator<List<T>, void> {
  let token: string | undefined;
  do {
    const page = await onePage(source, plan, token, signal);
    if (page === undefined) return;
    yield page;
    token = page.metadata.continue || undefined;
  } while (token !== undefined && !signal.aborted);
}

/** The page of that token; undefined when the signal aborted. */
async function onePage<T extends KubernetesObject>(
  { client, kind, clock, namespace, labelSelector, fieldSelector }: ListSource<T>,
  { resourceVersion, paged }: ListPlan,
  token: string | undefined,
  signal: AbortSignal,
): Promise<List<T> | undefined> {
  const call = linkedController(signal);
  const deadline = clock.setTimer(ANSWER_LIMIT, () => call.abort());
  const where =
    // A token holds its version already, and the server refuses both.
    token === undefined
      ? { resourceVersion: resourceVersion === '' ? undefined : resourceVersion }
      : { continue: token };
  const limit = paged ? PAGE : undefined;
  const options = { namespace, labelSelector, fieldSelector, limit, ...where, signal: call.signal };
  try {
    const page = await unlessAborted(client.list(kind, options), call.signal);
    if (page !== undefined || signal.aborted) return page;
    throw new Error(`the list was not answered within ${ANSWER_LIMIT / 1000} s`);
  } finally {
    deadline.cancel();
    call.release();
  }
}
