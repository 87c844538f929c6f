// Lists and watches as bytes, on any control plane: what is found in the stream is what a parsed list holds.
import { describe, expect } from 'vitest';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { ConnectedClient } from '../../runtime/client/create-client.js';
import { encodedSource } from '../../runtime/client/encoded-client.js';
import type { EncodedListOptions, EncodedWatchOptions } from '../../runtime/client/encoded-source.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { test } from './fixture.js';

const parsed = (object: Uint8Array) => JSON.parse(Buffer.from(object).toString()) as { metadata: { name: string } };
const byName = (a: { metadata: { name: string } }, b: { metadata: { name: string } }) =>
  a.metadata.name < b.metadata.name ? -1 : 1;

/** Items of lists come without, those of a parsed list have them. */
function withoutKind(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== 'apiVersion' && name !== 'kind'));
}

/** Some objects; one is so large that the list is compressed. */
async function fill(admin: ConnectedClient, namespace: string): Promise<void> {
  for (let at = 0; at < 7; at++) {
    const data = { text: at === 3 ? 'ü€😀'.repeat(30_000) : 'ü€😀', quotes: '\\"{[' };
    await admin.create(ConfigMap, { metadata: { namespace, name: `c${at}`, labels: { odd: String(at % 2) } }, data });
  }
}

/** Everything, page by page. */
async function listed(client: ConnectedClient, kind: typeof ConfigMap, options: EncodedListOptions) {
  const items: ReturnType<typeof parsed>[] = [];
  let pages = 0;
  let next: EncodedListOptions | undefined = options;
  while (next !== undefined) {
    let token: string | undefined;
    for await (const piece of encodedSource(client).listEncoded(kind, next)) {
      items.push(...piece.items.map(parsed));
      if (piece.metadata === undefined) continue;
      pages += 1;
      token = piece.metadata.continue;
    }
    next = token === undefined ? undefined : { ...options, continue: token };
  }
  return { items, pages };
}

/** What a streamed list brings, to its last bookmark. */
async function streamed(client: ConnectedClient, kind: typeof ConfigMap, options: EncodedWatchOptions) {
  const items: ReturnType<typeof parsed>[] = [];
  const ending = new AbortController();
  const wish = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true } as const;
  for await (const events of encodedSource(client).watchEncoded(kind, { ...options, ...wish, signal: ending.signal })) {
    for (const event of events) {
      if (event.type === 'BOOKMARK') {
        expect(event.initialEventsEnd).toBe(true);
        ending.abort();
      } else {
        expect(event.type).toBe('ADDED');
        items.push(parsed(event.object));
      }
    }
  }
  return items.sort(byName);
}

describe('read as bytes', () => {
  test('a list, its pages and a streamed list hold what a parsed list holds', async ({ admin, namespace }) => {
    await fill(admin, namespace);
    const selection = { namespace, labelSelector: 'odd' };
    const { items } = await admin.list(ConfigMap, selection);
    const bare = items.map(withoutKind);
    expect(items).toHaveLength(7);
    const whole = await listed(admin, ConfigMap, selection);
    expect([whole.items.map(withoutKind), whole.pages]).toEqual([bare, 1]);
    const paged = await listed(admin, ConfigMap, { ...selection, limit: 3 });
    expect([paged.items.map(withoutKind), paged.pages]).toEqual([bare, 3]);
    expect(await streamed(admin, ConfigMap, selection)).toEqual(
      bare.map(object => ({ ...object, apiVersion: 'v1', kind: 'ConfigMap' })),
    );
  });

  test('metadata alone comes without the rest, in lists and in streams', async ({ admin, namespace }) => {
    await fill(admin, namespace);
    const selection = { namespace, labelSelector: 'odd=1' };
    const { items } = await admin.list(ConfigMap, selection);
    const expected = items.map(({ metadata }) => metadata);
    const kind = metadataOf(ConfigMap) as unknown as typeof ConfigMap;
    for (const found of [
      (await listed(admin, kind, selection)).items,
      (await listed(admin, ConfigMap, { ...selection, metadataOnly: true })).items,
      await streamed(admin, kind, selection),
    ]) {
      expect(found.map(({ metadata }) => metadata)).toEqual(expected);
      expect(new Set(found.flatMap(object => Object.keys(object)))).toEqual(
        new Set(['apiVersion', 'kind', 'metadata']),
      );
    }
  });
});
