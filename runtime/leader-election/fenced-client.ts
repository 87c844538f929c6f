// A client that writes only while its process may act.
import type { Client, WriteOptions } from '../client/client.js';

/** What is asked before anything is written; throws where nothing may be. */
export type BeforeWriting = () => void;

/**
 * The client, whose writes reject with what `check` throws, and are then not sent. A client of `createClient` asks again right
 * before each request goes out, also when it sends one a second time. Reads, and writes that the server is to check alone
 * (`dryRun`), go on.
 */
export function fencedClient(client: Client, check: BeforeWriting): Client {
  /** Asks first for clients that know nothing of `beforeSend`. */
  const guarded = async <Options extends Pick<WriteOptions, 'dryRun' | 'beforeSend'>, R>(
    options: Options | undefined,
    write: (options: Options) => Promise<R>,
  ): Promise<R> => {
    const given = (options ?? {}) as Options;
    if (given.dryRun) return write(given);
    try {
      check();
    } catch (error) {
      // Who tries again without a pause is not to keep the timers from firing by which the lead is given up.
      await new Promise(resolve => setImmediate(resolve));
      throw error;
    }
    const beforeSend = (): void => {
      check();
      given.beforeSend?.();
    };
    return write({ ...given, beforeSend });
  };
  // Every verb is named here, so that the compiler asks for one that is new.
  const fenced: Client = {
    kind: (apiVersion, kind, options) => client.kind(apiVersion, kind, options),
    get: (kind, key, options) => client.get(kind, key, options),
    list: (kind, options) => client.list(kind, options),
    watch: (kind, options) => client.watch(kind, options),
    create: (kind, object, options) => guarded(options, with_ => client.create(kind, object, with_)),
    update: (kind, object, options) => guarded(options, with_ => client.update(kind, object, with_)),
    patch: (kind, key, patch, options) => guarded(options, with_ => client.patch(kind, key, patch, with_)),
    patchJson: (kind, key, patch, options) => guarded(options, with_ => client.patchJson(kind, key, patch, with_)),
    patchStrategic: (kind, key, patch, options) =>
      guarded(options, with_ => client.patchStrategic(kind, key, patch, with_)),
    apply: (kind, object, options) => guarded(options, with_ => client.apply(kind, object, with_)),
    delete: (kind, key, options) => guarded(options, with_ => client.delete(kind, key, with_)),
    deleteAllOf: (kind, options) => guarded(options, with_ => client.deleteAllOf(kind, with_)),
    evict: (kind, key, options) => guarded(options, with_ => client.evict(kind, key, with_)),
    status: kind => {
      const status = client.status(kind);
      return {
        set: (object, wished, options) => guarded(options, with_ => status.set(object, wished, with_)),
        update: (object, options) => guarded(options, with_ => status.update(object, with_)),
        patch: (key, patch, options) => guarded(options, with_ => status.patch(key, patch, with_)),
        apply: (key, fields, options) => guarded(options, with_ => status.apply(key, fields, with_)),
      };
    },
    scale: kind => {
      const scale = client.scale(kind);
      return {
        get: (key, options) => scale.get(key, options),
        set: (key, replicas, options) => guarded(options, with_ => scale.set(key, replicas, with_)),
        update: (key, wish, options) => guarded(options, with_ => scale.update(key, wish, with_)),
      };
    },
    subresource: (kind, name) => {
      const below = client.subresource(kind, name);
      return {
        get: (key, options) => below.get(key, options),
        create: (key, body, options) => guarded(options, with_ => below.create(key, body, with_)),
        update: (key, body, options) => guarded(options, with_ => below.update(key, body, with_)),
        patch: (key, patch, options) => guarded(options, with_ => below.patch(key, patch, with_)),
        patchJson: (key, patch, options) => guarded(options, with_ => below.patchJson(key, patch, with_)),
        patchStrategic: (key, patch, options) => guarded(options, with_ => below.patchStrategic(key, patch, with_)),
        apply: (key, fields, options) => guarded(options, with_ => below.apply(key, fields, with_)),
      };
    },
  };
  return fenced;
}
