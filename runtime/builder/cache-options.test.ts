import { describe, expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient } from '../../test/scripted-client.js';
import { Thing } from '../../test/things.js';
import { type CacheOptions, cacheKind } from '../cache/cache-options.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { done } from '../controller/result.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { Manager } from '../manager/manager.js';
import { controller } from './controller.js';
import { Owns, Reconciles } from './reconciles.js';

@Reconciles(Thing)
@Owns(ConfigMap, { apply: true })
class Maker {
  async reconcile() {
    return done;
  }
}

function run(cache: CacheOptions, namespaces?: readonly string[]) {
  const client = new ScriptedClient();
  const manager = new Manager({
    name: 'thing-operator',
    client: client as unknown as Client,
    log: new RecordedLog(),
    clock: new FakeClock(),
    healthProbe: false,
    cache,
    ...(namespaces && { namespaces }),
  });
  manager.add(controller(new Maker()));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  const stop = async () => {
    stopping.abort();
    await ended;
  };
  return { client, ended, stop };
}

describe('the cache of a manager', () => {
  test('keeps what the options of the manager say', async () => {
    const { client, stop } = run({ kinds: [cacheKind(Thing, { labelSelector: 'app=x' })] }, ['one']);
    expect((await client.nextList()).options).toMatchObject({ namespace: 'one', labelSelector: 'app=x' });
    await stop();
  });

  test('keeps to namespaces of its own, where it has some', async () => {
    const { client, stop } = run({ namespaces: ['two'] }, ['one']);
    expect((await client.nextList()).options.namespace).toBe('two');
    await stop();
  });

  test('ends the run before anything is asked, when an option cannot be', async () => {
    const { client, ended } = run({ kinds: [cacheKind(Thing, { labelSelector: 'app in x' })] });
    await expect(ended).rejects.toThrow(
      'cache.kinds: Thing (example.com/v1): labelSelector: label selector "app in x": there is "x" where "(" should be',
    );
    expect(client.waiting).toBe(0);
  });

  test('ends the run before anything is asked, when it cannot show what is to be applied', async () => {
    const { client, ended } = run({ kinds: [cacheKind(ConfigMap, { labelSelector: 'app=x' })] });
    await expect(ended).rejects.toThrow('controller thing: ConfigMap (v1) cannot be applied');
    expect(client.waiting).toBe(0);
  });
});
