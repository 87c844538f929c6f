// The start and the stop of the server, and connections that are slow.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Held, VALIDATE } from '../../test/thing-webhook.js';
import { serveInTest } from '../../test/thing-webhook-server.js';
import { openTls, thingReview, until, type WebhookWorld } from '../../test/webhook-world.js';
import { FakeClock } from '../clock/fake-clock.js';
import { allow } from './verdict.js';

const review = thingReview();
const LARGE = '/large';
const responseIn = (text: string) => JSON.parse(text).response as object;

describe('the stop', () => {
  it('answers what is under way first, and ends connections that wait', async () => {
    const held = new Held();
    const world = await serveInTest([held]);
    const idle = await openTls(world);
    const plain = connect(world.port, '127.0.0.1');
    await once(plain, 'connect');
    const closed = Promise.all([once(idle, 'close'), once(plain, 'close')]);
    idle.on('error', () => {});
    plain.on('error', () => {});
    const sent = world.send(VALIDATE, JSON.stringify(review));
    await held.asked.promise;
    world.abort();
    await closed;
    held.verdict.resolve(allow());
    const { text, headers } = await sent;
    expect(responseIn(text)).toMatchObject({ allowed: true });
    expect(headers.connection).toBe('close');
    await world.ended;
    expect(world.server.address).toBeUndefined();
  });

  it('lets answers go out that are on their way', async () => {
    const world = await serveInTest();
    const patch = 'x'.repeat(20_000_000);
    world.server.serve({ path: LARGE, name: 'large', answer: async () => ({ status: 200, body: { patch } }) });
    world.server.observe({ answered: () => world.abort() });
    const sent = await world.send(LARGE, '{}');
    expect(sent.text).toHaveLength(patch.length + '{"patch":""}'.length);
    await world.ended;
  });

  it('waits for who does not read his answer for 5 seconds', async () => {
    const clock = new FakeClock();
    const world = await serveInTest(undefined, { clock });
    const body = { patch: 'x'.repeat(20_000_000) };
    world.server.serve({ path: LARGE, name: 'large', answer: async () => ({ status: 200, body }) });
    const isAnswered = Promise.withResolvers<void>();
    world.server.observe({ answered: () => isAnswered.resolve() });
    const socket = await openTls(world);
    const closed = once(socket, 'close');
    socket.pause();
    socket.on('error', () => {});
    socket.write(requestText('{}', { path: LARGE }));
    await isAnswered.promise;
    world.abort();
    await clock.advance(4999);
    expect(world.server.address).toBeDefined();
    await clock.advance(1);
    await world.ended;
    socket.resume();
    await closed;
    expect(clock.pending).toBe(0);
  });

  it('does not wait for who sends slowly longer than there is time to answer', async () => {
    const clock = new FakeClock();
    const world = await serveInTest(undefined, { clock });
    const { answer } = await half(world);
    world.abort();
    await clock.advance(9500);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 .*the body was not all there within 9500 ms/s);
    await world.ended;
  });

  it('goes on to listen for as long as is said', async () => {
    const clock = new FakeClock();
    const world = await serveInTest(undefined, { clock, shutdownDelay: 5000 });
    world.abort();
    await clock.advance(4999);
    expect(await world.review(VALIDATE, review)).toMatchObject({ allowed: true });
    await clock.advance(1);
    await world.ended;
    expect(world.server.address).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});

it('who sends slowly is told so when there is no time left to answer, and the connection ends', async () => {
  const clock = new FakeClock();
  const world = await serveInTest(undefined, { clock });
  const { answer } = await half(world);
  await clock.advance(9500);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(clock.pending).toBe(0);
});

/** A request as it goes over the wire; what `length` says more than there is, is to come. */
function requestText(body: string, { path = VALIDATE, length = body.length } = {}): string {
  return `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;
}

/** Sends the start of a request; resolves once the server has it. `answer` is what comes until the connection ends. */
async function half(world: WebhookWorld): Promise<{ readonly answer: Promise<string> }> {
  const socket = await openTls(world);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(socket, 'close');
  socket.write(requestText('{"half', { length: 100 }));
  await until(() => world.server.metrics.inFlight.get(VALIDATE) === 1);
  return { answer: closed.then(() => Buffer.concat(chunks).toString()) };
}
