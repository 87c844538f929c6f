// What comes of a reconcile that has ended: whether, when and why its key runs again.
import type { KindInfo } from '../../decorators/kind.js';
import { isNotFound } from '../client/api-reasons.js';
import { isOutrun } from '../desired/refusals.js';
import type { Logger } from '../log/logger.js';
import { looksLikePanic } from '../log/looks-like-panic.js';
import { keyText } from '../meta/object-key.js';
import type { Workqueue } from '../queue/workqueue.js';
import { type CauseBook, releaseCauses } from './cause-book.js';
import type { Cause } from './causes.js';
import type { ControllerMetrics, ReconcileOutcome } from './controller-metrics.js';
import { type Result, TerminalError } from './result.js';

interface EndingsParts {
  /** What is reconciled. */
  readonly info: KindInfo;
  readonly queue: Workqueue;
  readonly causes: CauseBook;
  readonly metrics: ControllerMetrics;
}

/** By then the retries have waited for more than a second, and no cache should lag behind for so long. */
const QUIET_ATTEMPTS = 8;

/** Of one controller. It is asked while the key is still held. */
export class Endings {
  readonly #parts: EndingsParts;

  constructor(parts: EndingsParts) {
    this.#parts = parts;
  }

  settle(key: string, result: Result): ReconcileOutcome {
    const { queue, causes } = this.#parts;
    queue.forget(key);
    if (result.kind === 'done') return 'success';
    causes.requeue(key, result.delay);
    queue.addAfter(key, result.delay, result.priority ?? queue.priorityOf(key));
    return 'requeue_after';
  }

  fail(key: string, causes: readonly Cause[], error: unknown, log: Logger): ReconcileOutcome {
    const { queue, metrics } = this.#parts;
    if (looksLikePanic(error)) metrics.panics += 1;
    if (error instanceof TerminalError) {
      metrics.terminalErrors += 1;
      log.error('reconcile failed for good; it runs again when the object changes', { error });
      releaseCauses(causes);
      return 'error';
    }
    const attempt = queue.retries(key) + 1;
    const quiet = attempt <= QUIET_ATTEMPTS && (isOutrun(error) || this.#isGone(key, error));
    if (quiet) log.debug('the object has changed, or gone, meanwhile; trying again', { error, attempt });
    else log.error('reconcile failed; it will be tried again', { error, attempt });
    this.#parts.causes.retry(key, attempt, causes);
    queue.addRateLimited(key, queue.priorityOf(key));
    return 'error';
  }

  /** The object itself is not there any more, which the cache does not know yet. */
  #isGone(ownKey: string, error: unknown): boolean {
    if (!isNotFound(error)) return false;
    const { info } = this.#parts;
    const { kind, key } = error;
    return kind.group === info.group && kind.kind === info.kind && key !== undefined && keyText(key) === ownKey;
  }
}
