// What clients must not be able to do to the server: each is answered, or the connection ends, and the next one is served.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFINITIONS, startTestCluster, type TestCluster, WIDGETS, widget } from '../test/dev-cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const YAML = { 'content-type': 'application/yaml' };

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  await cluster.serveWidgets({
    schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    selectableFields: [],
    subresources: {},
  });
});
const untouched = membersOfPrototypes();
afterAll(async () => {
  // It throws when the server has reported an error.
  await cluster.stop();
  const changed = [...membersOfPrototypes()].filter(([name, member]) => member !== untouched.get(name));
  expect(changed).toEqual([]);
});

const map = (name: string, more: object = {}) => ({ metadata: { name }, ...more });
const problem = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const answer = await cluster.request(method, path, body, headers);
  return [answer.code, answer.body.message];
};

describe('bodies', () => {
  const bomb = [
    'a: &a [lol]',
    ...[...'bcdefghi'].map((to, at) => `${to}: &${to} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
  ];

  test('a billion laughs are refused, in objects, in configurations and in the options of a delete', async () => {
    const text = bomb.join('\n');
    expect(await problem('POST', MAPS, text, YAML)).toEqual([400, expect.stringContaining('excessive aliasing')]);
    const apply = { 'content-type': 'application/apply-patch+yaml' };
    const applied = await problem('PATCH', `${MAPS}/a?fieldManager=m`, text, apply);
    expect(applied).toEqual([400, expect.stringContaining('excessive aliasing')]);
    const deleted = await problem('DELETE', `${MAPS}/a`, text, YAML);
    expect(deleted).toEqual([400, expect.stringContaining('excessive aliasing')]);
  });

  test('compressed ones are not opened', async () => {
    const response = await fetch(cluster.url + MAPS, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(Buffer.alloc(10_000_000, ' '))),
    });
    expect(response.status).toBe(400);
  });

  test('one without an end is cut off at the limit', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const head = `POST ${MAPS} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const { answer, sent } = await endless(head, chunk);
    // A client that goes on sending may not get to read the answer.
    expect(answer === '' || answer.startsWith('HTTP/1.1 413 ')).toBe(true);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test.each([
    [
      'a whole number beyond 2^53',
      '{"spec":{"a":9007199254740993}}',
      501,
      /whole numbers beyond 2\^53: spec.a is 9007199254740993/,
    ],
    [
      'a number beyond float64',
      '{"spec":{"a":1e999}}',
      400,
      /cannot unmarshal number 1e999 into Go value of type float64/,
    ],
  ])('%s is refused, and not changed', async (_what, patch, code, message) => {
    await cluster.request('POST', WIDGETS, widget('numbers'));
    const type = { 'content-type': 'application/merge-patch+json' };
    const answer = await problem('PATCH', `${WIDGETS}/numbers`, patch, type);
    expect(answer).toEqual([code, expect.stringMatching(message)]);
  });

  test('the bounds of schemas may be as large as Go has them', async () => {
    const { body } = await cluster.request('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const definition = JSON.stringify({ ...body.items[0], metadata: { name: 'bounds.example.dev' } })
      .replaceAll('widgets', 'bounds')
      .replaceAll('Widget', 'Bound')
      .replace(
        '"openAPIV3Schema":{',
        '"openAPIV3Schema":{"properties":{"a":{"type":"integer","maximum":9223372036854775807}},',
      );
    const answer = await cluster.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
    expect(answer.code).toBe(201);
  });

  test('no object grows beyond what etcd takes, by however many patches', async () => {
    const grow = [
      { op: 'add', path: '/spec', value: { a: 'x'.repeat(900_000) } },
      { op: 'copy', from: '/spec/a', path: '/spec/b' },
    ];
    await cluster.request('POST', WIDGETS, widget('grows'));
    const type = { 'content-type': 'application/json-patch+json' };
    expect(await problem('PATCH', `${WIDGETS}/grows`, grow, type)).toEqual([500, 'etcdserver: request is too large']);
    // Nor does it on the real server, whose etcd hears nothing of a dry run.
    expect((await cluster.request('PATCH', `${WIDGETS}/grows?dryRun=All`, grow, type)).code).toBe(200);
  });
});

describe('names that JavaScript gives a meaning', () => {
  const special = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';

  test.each([
    [
      'POST',
      WIDGETS,
      `{"apiVersion":"example.dev/v1","kind":"Widget","metadata":{"name":"special"},"spec":${special}}`,
      'application/json',
    ],
    ['PATCH', `${WIDGETS}/special`, `{"spec":{"merged":${special}}}`, 'application/merge-patch+json'],
    [
      'PATCH',
      `${WIDGETS}/special?fieldManager=m`,
      `{"apiVersion":"example.dev/v1","kind":"Widget","spec":{"applied":${special}}}`,
      'application/apply-patch+yaml',
    ],
    [
      'PATCH',
      `${WIDGETS}/special`,
      '[{"op":"add","path":"/spec/__proto__/added","value":1}]',
      'application/json-patch+json',
    ],
  ])('%s %s keeps them as fields', async (method, path, body, type) => {
    const answer = await cluster.request(method, path, body, { 'content-type': type });
    expect([200, 201]).toContain(answer.code);
    expect(Object.keys(answer.body.spec)).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is no resource, group or name',
    async name => {
      for (const path of [
        `/api/v1/${name}`,
        `/apis/${name}/v1/pods`,
        `/apis/apps/${name}/pods`,
        `/openapi/v3/${name}`,
      ]) {
        expect((await cluster.request('GET', path)).code).toBe(404);
      }
      for (const path of [`${MAPS}/${name}`, `/api/v1/namespaces/${name}`, `${WIDGETS}/special/${name}`]) {
        expect((await cluster.request('GET', path)).code).toBe(404);
      }
      expect((await cluster.request('GET', `${MAPS}?${name}=1&labelSelector=${name}`)).code).toBeLessThan(500);
    },
  );
});

describe('properties of a definition that JavaScript gives a meaning', () => {
  const ODDS = '/apis/odd.example.dev/v1/namespaces/default/odds';
  const typed = '"apiVersion":"odd.example.dev/v1","kind":"Odd"';
  const inner = '{"type":"object","default":{},"properties":{"polluted":{"type":"integer","default":7}}}';
  const schema = `{"type":"object","properties":{"spec":{"type":"object","default":{},"properties":{"__proto__":${inner},"constructor":${inner}}}}}`;
  const odd = (name: string, spec: string) => `{${typed},"metadata":{"name":"${name}"},"spec":${spec}}`;
  const own = (body: any, name: string) => Object.getOwnPropertyDescriptor(body.spec, name)?.value;

  beforeAll(async () => {
    const names = { plural: 'odds', kind: 'Odd' };
    const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: 'SCHEMA' } };
    const spec = { group: 'odd.example.dev', scope: 'Namespaced', names, versions: [version] };
    const definition = JSON.stringify({ metadata: { name: 'odds.odd.example.dev' }, spec });
    const created = await cluster.request('POST', DEFINITIONS, definition.replace('"SCHEMA"', schema));
    expect(created.code).toBe(201);
    while ((await cluster.request('GET', ODDS)).code !== 200) await new Promise(resolve => setImmediate(resolve));
  });

  test('have defaults', async () => {
    const { code, body } = await cluster.request('POST', ODDS, odd('defaults', '{}'));
    expect([code, own(body, '__proto__'), own(body, 'constructor')]).toEqual([201, { polluted: 7 }, { polluted: 7 }]);
  });

  test('are pruned', async () => {
    const sent = '{"__proto__":{"polluted":1,"more":1},"constructor":{"prototype":{"polluted":1}},"prototype":{}}';
    const { code, body } = await cluster.request('POST', ODDS, odd('pruned', sent));
    expect([code, own(body, '__proto__'), own(body, 'constructor')]).toEqual([201, { polluted: 1 }, { polluted: 7 }]);
    expect(Object.keys(body.spec)).toEqual(['__proto__', 'constructor']);
  });

  test('have managers, and go when theirs gives them up', async () => {
    const type = { 'content-type': 'application/apply-patch+yaml' };
    const path = `${ODDS}/applied?fieldManager=m`;
    const first = await cluster.request('PATCH', path, odd('applied', '{"__proto__":{"polluted":1}}'), type);
    expect([first.code, own(first.body, '__proto__')]).toEqual([201, { polluted: 1 }]);
    expect(JSON.stringify(first.body.metadata.managedFields)).toContain('"f:__proto__":{"f:polluted":{}}');
    const second = await cluster.request('PATCH', path, odd('applied', '{"constructor":{"polluted":2}}'), type);
    expect([own(second.body, '__proto__'), own(second.body, 'constructor')]).toEqual([
      { polluted: 7 },
      { polluted: 2 },
    ]);
  });

  test.each([
    [
      'application/json-patch+json',
      '[{"op":"replace","path":"/spec/__proto__/polluted","value":3},{"op":"copy","from":"/spec/__proto__","path":"/spec/constructor"}]',
    ],
    ['application/merge-patch+json', '{"spec":{"__proto__":{"polluted":3},"constructor":{"polluted":3}}}'],
  ])('are patched by %s', async (type, patch) => {
    await cluster.request('DELETE', `${ODDS}/patched`);
    await cluster.request('POST', ODDS, odd('patched', '{}'));
    const { code, body } = await cluster.request('PATCH', `${ODDS}/patched`, patch, { 'content-type': type });
    expect([code, own(body, '__proto__'), own(body, 'constructor')]).toEqual([200, { polluted: 3 }, { polluted: 3 }]);
  });

  test('may be the names of labels, if labels may be called so', async () => {
    const labels = (text: string) => `{"metadata":{"name":"labels","labels":${text}}}`;
    const refused = await cluster.request('POST', MAPS, labels('{"__proto__":"a"}'));
    expect([refused.code, refused.body.message]).toEqual([
      422,
      expect.stringContaining('metadata.labels: Invalid value: "__proto__": name part must consist of'),
    ]);
    expect((await cluster.request('POST', MAPS, labels('{"constructor":"a","toString":"b"}'))).code).toBe(201);
    const namesOf = async (selector: string) => {
      const { body } = await cluster.request('GET', `${MAPS}?labelSelector=${encodeURIComponent(selector)}`);
      return body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
    };
    expect(await namesOf('constructor=a,toString')).toEqual(['labels']);
    expect(await namesOf('hasOwnProperty')).toEqual([]);
  });
});

describe('web pages', () => {
  test.each([
    [{ host: 'evil.example' }, '/version'],
    [{ origin: 'https://evil.example' }, '/api/v1/namespaces'],
    [{ 'sec-fetch-site': 'cross-site' }, '/api/v1/namespaces'],
  ])('%j is refused', async (headers, path) => {
    const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer = await raw(`GET ${path} HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toContain('"kind":"Status"');
  });

  test('a form creates nothing', async () => {
    const answer = await cluster.request('POST', MAPS, map('form'), { 'content-type': 'text/plain' });
    expect(answer.code).toBe(415);
    const binding = { metadata: { name: 'form' }, target: { name: 'node' } };
    const bound = await cluster.request('POST', '/api/v1/namespaces/default/bindings', binding, {
      'content-type': 'text/plain',
    });
    expect(bound.code).toBe(415);
  });
});

describe('request lines and headers', () => {
  const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

  test.each([
    ['another host in the path', get('//evil.example/api/v1/nodes'), 404],
    ['a port without a host', get('//:80/api'), 404],
    ['a path upwards', get('/api/v1/../../version'), 404],
    ['a whole URL', get('http://evil.example/version'), 200],
    ['half a URL', get('http://[::1'), 200],
    ['a broken escape', get('/api/v1/namespaces/%zz'), 400],
    ['a zero byte', get('/api/v1/namespaces/a%00b'), 404],
    ['no UTF-8', get('/api/v1/namespaces/%ff'), 404],
    ['two hosts', 'GET /version HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400],
    ['two lengths', `POST ${MAPS} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    [
      'a length and chunks',
      `POST ${MAPS} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a length that is a lie', `POST ${MAPS} HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n{}`, 413],
    ['a long header', `GET /version HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`, 431],
    ['a long line', get(`/version?${'x'.repeat(200_000)}`), 431],
    ['an unknown method', `PROPFIND ${MAPS} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 405],
    ['HEAD', `HEAD ${MAPS} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 405],
    [
      'an upgrade',
      'GET /api/v1/namespaces/default/pods/p/exec HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n',
      404,
    ],
  ])('%s', async (_what, request, code) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect((await cluster.request('GET', '/readyz')).body).toBe('ok');
  });

  test('clients that vanish in the middle leave nothing', async () => {
    for (const start of ['GET /ver', `POST ${MAPS} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"a`]) {
      await new Promise<void>(resolve => {
        const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1', () => {
          socket.write(start, () => socket.destroy());
        });
        socket.once('close', () => resolve());
      });
    }
    expect((await cluster.request('GET', '/readyz')).body).toBe('ok');
  });

  test('what is asked in one go is answered in order', async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n${get('/version')}`);
    expect(answer.indexOf('ok')).toBeLessThan(answer.indexOf('gitVersion'));
  });
});

describe('schemas', () => {
  test.each(['a{1000}{1000}', '((a{100}){100}){100}', '(?=x)', '['])('the pattern %s is refused', async pattern => {
    expect((await define('refused', { type: 'string', pattern })).code).toBe(422);
  });

  test('a pattern that others take an age for takes none', async () => {
    expect((await define('patterns', { type: 'string', pattern: '^(a+)+$' })).code).toBe(201);
    const path = '/apis/hostile.dev/v1/namespaces/default/patterns';
    while ((await cluster.request('GET', path)).code !== 200) await new Promise(resolve => setImmediate(resolve));
    const object = {
      apiVersion: 'hostile.dev/v1',
      kind: 'Patterns',
      metadata: { name: 'x' },
      spec: `${'a'.repeat(50_000)}!`,
    };
    expect((await cluster.request('POST', path, object)).code).toBe(422);
  });

  test('a property may have any name', async () => {
    const properties = JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"integer","default":1}}');
    expect((await define('properties', { type: 'object', properties })).code).toBe(201);
    const path = '/apis/hostile.dev/v1/namespaces/default/properties';
    while ((await cluster.request('GET', path)).code !== 200) await new Promise(resolve => setImmediate(resolve));
    const text = '{"apiVersion":"hostile.dev/v1","kind":"Properties","metadata":{"name":"x"},"spec":{"__proto__":"p"}}';
    const { body } = await cluster.request('POST', path, text);
    expect(JSON.stringify(body.spec)).toBe('{"__proto__":"p","constructor":1}');
  });
});

function define(plural: string, spec: object) {
  const kind = plural.replace(/^./, first => first.toUpperCase());
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return cluster.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: { name: `${plural}.hostile.dev` },
    spec: {
      group: 'hostile.dev',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
}

/** Everything that comes back until the server closes the connection, or has answered. */
function raw(bytes: string): Promise<string> {
  return new Promise(resolve => {
    let text = '';
    const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
      // An upgrade that is refused leaves the connection open.
      if (/upgrade/i.test(bytes)) socket.end();
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(text));
  });
}

/** Sends a chunk after the other until the connection ends. */
function endless(head: string, chunk: string): Promise<{ readonly answer: string; readonly sent: number }> {
  return new Promise(resolve => {
    let [answer, sent] = ['', 0];
    const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1', () => socket.write(head, send));
    const send = (error?: Error | null): void => {
      if (error || socket.destroyed) return;
      sent += chunk.length;
      socket.write(chunk, send);
    };
    socket.on('data', bytes => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve({ answer, sent }));
  });
}

/** What a request could change of all objects at once, by its name. */
function membersOfPrototypes(): ReadonlyMap<string, unknown> {
  const members = [Object, Array, Function, String, Number].flatMap(({ name, prototype }) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(
      ([member, { value, get }]) => [`${name}.${member}`, get ?? value] as const,
    ),
  );
  return new Map(members);
}
