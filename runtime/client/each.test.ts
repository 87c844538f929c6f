import { afterEach, describe, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { ScriptedServer } from '../../test/scripted-server.js';
import { isExpired } from './api-reasons.js';
import { each } from './each.js';

let server: ScriptedServer;
afterEach(() => server.close());

/** Answers the pages in their order: names, and the token of the next one; or a refusal. */
async function start(
  ...pages: readonly ({ names: readonly string[]; next?: string } | { status: number; body: object })[]
) {
  let at = 0;
  server = await ScriptedServer.start(response => {
    const page = pages[at++] ?? { status: 500, body: {} };
    response.writeHead('status' in page ? page.status : 200, { 'content-type': 'application/json' });
    const list = (names: readonly string[], next?: string) => ({
      metadata: { resourceVersion: '9', continue: next },
      items: names.map(name => ({ metadata: { name } })),
    });
    response.end(JSON.stringify('status' in page ? page.body : list(page.names, page.next)));
  });
  return server.client();
}

async function namesOf(
  objects: AsyncIterable<{ readonly metadata: { readonly name: string } }>,
  most = 99,
): Promise<string[]> {
  const names: string[] = [];
  for await (const { metadata } of objects) {
    names.push(metadata.name);
    if (names.length === most) break;
  }
  return names;
}

const queries = () => server.asked.map(({ url }) => new URL(url, server.url).search);
const expired = (next?: string) => {
  return {
    status: 410,
    body: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old', metadata: { continue: next } },
  };
};

describe('each', () => {
  test('asks for page after page, of the version of the first', async () => {
    const client = await start(
      { names: ['a', 'b'], next: 'p2' },
      { names: [], next: 'p3' },
      { names: ['c'], next: '' },
    );
    const options = {
      namespace: 'n',
      labelSelector: 'x',
      limit: 2,
      resourceVersion: '5',
      resourceVersionMatch: 'Exact',
    } as const;
    expect(await namesOf(each(client, Redis, options))).toEqual(['a', 'b', 'c']);
    expect(queries()).toEqual([
      '?limit=2&labelSelector=x&resourceVersion=5&resourceVersionMatch=Exact',
      '?limit=2&labelSelector=x&continue=p2',
      '?limit=2&labelSelector=x&continue=p3',
    ]);
  });

  test('has pages of 500, and asks for none that nobody wants', async () => {
    const client = await start({ names: ['a', 'b'], next: 'p2' });
    expect(await namesOf(each(client, Redis, { limit: undefined }), 2)).toEqual(['a', 'b']);
    expect(queries()).toEqual(['?limit=500']);
  });

  test('goes on with what the server offers when the moment of the first page has passed', async () => {
    const client = await start(
      { names: ['a'], next: 'p2' },
      expired('now2'),
      { names: ['b'], next: 'now3' },
      { names: ['c'] },
    );
    expect(await namesOf(each(client, Redis))).toEqual(['a', 'b', 'c']);
    expect(queries().slice(2)).toEqual(['?limit=500&continue=now2', '?limit=500&continue=now3']);
  });

  test('fails where it offers nothing, and for a first page that is too old', async () => {
    const client = await start({ names: ['a'], next: 'p2' }, expired(), expired('x'));
    await expect(namesOf(each(client, Redis))).rejects.toSatisfy(isExpired);
    await expect(namesOf(each(client, Redis, { resourceVersion: '1' }))).rejects.toSatisfy(isExpired);
    expect(server.asked).toHaveLength(3);
  });
});
