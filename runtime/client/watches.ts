// Watches whose objects are parsed.
import { type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { type Attempt, attemptText } from './api-error.js';
import type { WatchEvent, WatchOptions } from './client.js';
import { jsonLines } from './json-lines.js';
import { acceptedForm } from './metadata-form.js';
import { collectionPath, selectionText } from './paths.js';
import { refusal } from './refusal.js';
import { metadataAlone } from './requests.js';
import type { ServerWarnings } from './server-warnings.js';
import type { Call, Transport } from './transport.js';
import { watchEvent } from './watch-events.js';

export class Watches {
  readonly #transport: Transport;
  readonly #warnings: ServerWarnings;

  constructor(transport: Transport, warnings: ServerWarnings) {
    this.#transport = transport;
    this.#warnings = warnings;
  }

  async *watch<T extends KubernetesObject>(
    kind: Kind<T>,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const { namespace, signal, ...selection } = options;
    const info = kindInfo(kind);
    const attempt: Attempt = { verb: 'watch', kind: info, namespace };
    const path = collectionPath(info, namespace) + selectionText({ watch: true, ...selection });
    const call: Call = { attempt: attemptText(attempt), method: 'GET', path, signal };
    try {
      const answer = await this.#transport.open(call, { accept: acceptedForm('watch', info.metadataOnly) });
      this.#warnings.note(answer.headers.warning, call.attempt);
      if (answer.status !== 200) throw refusal(attempt, answer, await answer.text());
      yield* this.#events<T>(attempt, call, answer.body);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  async *#events<T>(
    attempt: Attempt,
    call: Call,
    body: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const lines = jsonLines(body);
    try {
      for (;;) {
        const line = await lines.next().catch((error: unknown) => {
          throw this.#transport.broken(call, error);
        });
        // What came together with the last event is not wanted any more when the signal has aborted over that one.
        if (line.done || call.signal?.aborted) return;
        yield shown(attempt.kind, watchEvent<T>(attempt, line.value));
      }
    } finally {
      // The reader may leave early; this lets the connection go.
      await lines.return();
    }
  }
}

function shown<T>(kind: KindInfo, event: WatchEvent<T>): WatchEvent<T> {
  if (!kind.metadataOnly || event.type === 'BOOKMARK') return event;
  return { ...event, object: metadataAlone(kind, event.object) as Snapshot<T> };
}
