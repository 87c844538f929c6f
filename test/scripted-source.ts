// A source of bytes for tests that lists and watches as the test says, and is asked to stream lists.
import type { EncodedSource } from '../runtime/client/encoded-source.js';
import { ScriptedClient } from './scripted-client.js';
import { streaming } from './streaming.js';

export class ScriptedSource extends ScriptedClient implements EncodedSource {
  readonly #source = streaming({
    list: (...call: Parameters<ScriptedClient['list']>) => this.list(...call),
    watch: (...call: Parameters<ScriptedClient['watch']>) => this.watch(...call),
  } as Pick<ScriptedClient, 'list' | 'watch'>);
  readonly listEncoded = this.#source.listEncoded;
  readonly watchEncoded = this.#source.watchEncoded;
}
