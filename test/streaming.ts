// Clients for tests that can stream lists, as that of an API server can.
import type { Client, ListOptions, WatchOptions } from '../runtime/client/client.js';
import { encodedSource } from '../runtime/client/encoded-client.js';
import type { EncodedSource } from '../runtime/client/encoded-source.js';

/** Hands `sendInitialEvents` on to the client's watch; a bookmark of it may say `initialEventsEnd`. */
export function streaming<C extends Pick<Client, 'list' | 'watch'>>(
  client: C,
): Pick<Client, 'list' | 'watch'> & EncodedSource {
  const list: Client['list'] = (kind, options?: ListOptions) => client.list(kind, options);
  const watch: Client['watch'] = (kind, options?: WatchOptions) => client.watch(kind, options);
  return {
    list,
    watch,
    listEncoded: (kind, options) => encodedSource({ list, watch }).listEncoded(kind, options),
    async *watchEncoded(kind, options) {
      for await (const event of watch(kind, options)) {
        if (event.type === 'BOOKMARK') yield [{ initialEventsEnd: false, ...event }];
        else yield [{ type: event.type, object: Buffer.from(JSON.stringify(event.object)) }];
      }
    },
  };
}
