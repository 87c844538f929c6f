// A source of bytes for tests that lists and watches as the test says, and is asked to stream lists.
import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import { encodedSource } from '../runtime/client/encoded-client.js';
import type {
  EncodedEvent,
  EncodedListOptions,
  EncodedPiece,
  EncodedSource,
  EncodedWatchOptions,
} from '../runtime/client/encoded-source.js';
import { ScriptedClient } from './scripted-client.js';

export class ScriptedSource extends ScriptedClient implements EncodedSource {
  listEncoded(kind: Kind<KubernetesObject>, options?: EncodedListOptions): AsyncIterable<EncodedPiece> {
    return encodedSource({
      list: (...call) => this.list(...call),
      watch: (...call) => this.watch(...call),
    }).listEncoded(kind, options);
  }

  async *watchEncoded(
    kind: Kind<KubernetesObject>,
    options?: EncodedWatchOptions,
  ): AsyncGenerator<readonly EncodedEvent[], void, undefined> {
    for await (const event of this.watch(kind, options)) {
      if (event.type === 'BOOKMARK') yield [{ initialEventsEnd: false, ...event }];
      else yield [{ type: event.type, object: Buffer.from(JSON.stringify(event.object)) }];
    }
  }
}
