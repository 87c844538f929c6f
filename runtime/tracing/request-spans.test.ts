// The spans of requests, beside the conventions for clients of HTTP.
import { channel } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterEach, expect, it } from 'vitest';
import { recordSpans } from '../../test/recorded-spans.js';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import type { TracingOptions } from './tracing-options.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
const GET = 'GET /apis/myapp.tangx.in/v1/namespaces/{:namespace}/redis/{:name}';
const busy: Script = answering(429, { kind: 'Status', code: 429 }, { 'retry-after': '1' });

let server: ScriptedServer;
afterEach(() => server.close());

async function tracedClient(script: Script, options: TracingOptions = {}) {
  const spans = recordSpans();
  server = await ScriptedServer.start(script);
  const client = await server.client({ tracing: { tracerProvider: spans.provider, ...options } });
  /** As a reconcile: below a span that is active. */
  const below = <R>(work: () => Promise<R>): Promise<R> =>
    spans.tracer.startActiveSpan('reconcile', span => work().finally(() => span.end()));
  return { spans, client, below };
}

it('a request is below the active span, and the API server is told of it', async () => {
  const { spans, client, below } = await tracedClient(answering(200, redis));
  await below(() => client.get(Redis, key, { resourceVersion: '0' }));
  expect(spans.tree()).toEqual(['reconcile', `  ${GET}`]);
  const span = spans.only(GET);
  const { kind, attributes, status } = span;
  const { port } = new URL(server.url);
  expect(kind).toBe(SpanKind.CLIENT);
  expect(attributes).toEqual({
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'k8s.namespace.name': 'default',
    'server.address': '127.0.0.1',
    'server.port': Number(port),
    'url.full': `${server.url}/apis/myapp.tangx.in/v1/namespaces/default/redis/a?resourceVersion=0`,
    'url.template': '/apis/myapp.tangx.in/v1/namespaces/{:namespace}/redis/{:name}',
  });
  expect(status.code).toBe(SpanStatusCode.UNSET);
  const { traceId, spanId } = span.spanContext();
  expect(server.asked[0]?.headers.traceparent).toBe(`00-${traceId}-${spanId}-01`);
});

it('says which kubewright has made it', async () => {
  const { spans, client, below } = await tracedClient(answering(200, redis));
  await below(() => client.get(Redis, key));
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
  expect(spans.only(GET).instrumentationScope).toMatchObject({ name: 'kubewright', version });
});

it('tells the API server nothing where that is not wished', async () => {
  const { spans, client, below } = await tracedClient(answering(200, redis), { propagate: false });
  await below(() => client.get(Redis, key));
  expect(spans.named(GET)).toHaveLength(1);
  expect(server.asked[0]?.headers).not.toHaveProperty('traceparent');
});

it('a request below no span has one only where all are wished for', async () => {
  const { spans, client } = await tracedClient(answering(200, redis));
  await client.get(Redis, key);
  expect(spans.all).toEqual([]);
  expect(server.asked[0]?.headers).not.toHaveProperty('traceparent');
  const all = await server.client({ tracing: { tracerProvider: spans.provider, allRequests: true } });
  await all.get(Redis, key);
  expect(spans.tree()).toEqual([GET]);
});

it('each attempt has a span of its own, which says how many went before it', async () => {
  const { spans, client, below } = await tracedClient(inTurn(busy, busy, answering(200, redis)));
  await below(() => client.get(Redis, key));
  expect(spans.named(GET).map(({ attributes }) => attributes)).toMatchObject([
    { 'http.response.status_code': 429, 'error.type': '429' },
    { 'http.response.status_code': 429, 'http.request.resend_count': 1 },
    { 'http.response.status_code': 200, 'http.request.resend_count': 2 },
  ]);
  expect(new Set(server.asked.map(({ headers }) => headers.traceparent)).size).toBe(3);
});

it('a refusal is an error, by its status; what gets no answer, by its class', async () => {
  const { spans, client, below } = await tracedClient(
    answering(404, { kind: 'Status', code: 404, reason: 'NotFound' }),
  );
  await below(() => client.get(Redis, key)).catch(() => {});
  expect(spans.only(GET)).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': '404' },
  });
  server.script((_response, _asked, request) => request.socket.destroy());
  await below(() => client.delete(Redis, key)).catch(() => {});
  const lost = spans.only(GET.replace('GET', 'DELETE'));
  expect(lost.attributes).not.toHaveProperty('http.response.status_code');
  expect(lost).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'ConnectionError' },
  });
});

it('the span of a watch ends when it has begun', async () => {
  const { spans, client, below } = await tracedClient(response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify({ type: 'ADDED', object: redis })}\n`);
  });
  await below(async () => {
    for await (const _ of client.watch(Redis, { namespace: 'default' })) {
      expect(spans.named(GET.replace('/{:name}', ''))).toHaveLength(1);
      break;
    }
  });
  expect(spans.tree()).toEqual(['reconcile', `  ${GET.replace('/{:name}', '')}`]);
});

it('what traces undici by itself has nothing to add', async () => {
  const { spans, client, below } = await tracedClient(answering(200, redis));
  const others: Span[] = [];
  const instrument = (): void => void others.push(spans.tracer.startSpan('of undici'));
  const created = channel('undici:request:create');
  created.subscribe(instrument);
  try {
    await below(() => client.get(Redis, key));
  } finally {
    created.unsubscribe(instrument);
  }
  expect(others.map(span => span.isRecording())).toEqual([false]);
});
