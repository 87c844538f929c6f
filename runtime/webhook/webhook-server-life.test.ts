// The start and the stop of the server, and its certificate meanwhile.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { Held, ThingWebhook, VALIDATE } from '../../test/thing-webhook.js';
import {
  HandedCertificates,
  send,
  startWebhooks,
  testAuthority,
  thingReview,
  type WebhookWorld,
  type WebhookWorldOptions,
} from '../../test/webhook-world.js';
import type { CertificateSource } from '../certificates/certificate-source.js';
import { aborted } from '../clock/aborted.js';
import { systemClock } from '../clock/clock.js';
import { FakeClock } from '../clock/fake-clock.js';
import { allow } from './verdict.js';
import { WebhookServer } from './webhook-server.js';

const worlds: WebhookWorld[] = [];
const start = async (handlers: readonly object[] = [new ThingWebhook()], options: WebhookWorldOptions = {}) => {
  const world = await startWebhooks(handlers, options);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(world => world.stop()));
});

const review = thingReview();
const responseIn = (text: string) => JSON.parse(text).response as object;

describe('the stop', () => {
  it('answers what is under way first, and ends connections that wait', async () => {
    const held = new Held();
    const world = await start([held]);
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

  it('goes on to listen for as long as is said', async () => {
    const clock = new FakeClock();
    const world = await start(undefined, { clock, shutdownDelay: 5000 });
    world.abort();
    await clock.advance(4999);
    expect(await world.review(VALIDATE, review)).toMatchObject({ allowed: true });
    await clock.advance(1);
    await world.ended;
    expect(world.server.address).toBeUndefined();
  });
});

describe('the certificate', () => {
  it('is changed while connections are open, which go on', async () => {
    const world = await start();
    const before = await openTls(world);
    const next = await world.authority.issue();
    world.certificates.change(next);
    await until(() =>
      world.log.of('info').some(({ message }) => message === 'the webhook server has another certificate'),
    );
    const after = await openTls(world);
    const { fingerprint256 } = new X509Certificate(next.cert);
    expect(after.getPeerX509Certificate()?.fingerprint256).toBe(fingerprint256);
    expect(before.getPeerX509Certificate()?.fingerprint256).not.toBe(fingerprint256);
    // The old connection still takes requests.
    before.write(
      `POST ${VALIDATE} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
    );
    const [chunk] = (await once(before, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('stays when the next one is of no use', async () => {
    const world = await start();
    world.certificates.change({ cert: 'nonsense', key: 'nonsense' });
    await until(() => world.log.of('error').length > 0);
    expect(world.log.of('error')).toMatchObject([
      { message: 'the webhook server cannot use its new certificate, and goes on with the one before' },
    ]);
    expect(await world.review(VALIDATE, review)).toMatchObject({ allowed: true });
  });

  it('ends the start when it is of no use', async () => {
    const certificates = new HandedCertificates({ cert: 'nonsense', key: 'nonsense' });
    const log = new RecordedLog();
    const server = new WebhookServer({ port: 0, host: '127.0.0.1', clock: systemClock, certificates, log });
    await expect(server.run(new AbortController().signal)).rejects.toThrow(
      'webhook server: its certificate is of no use: ',
    );
    await expect(server.ready(new AbortController().signal)).rejects.toThrow('its certificate is of no use');
  });

  it('that never comes does not keep the server from its stop', async () => {
    const certificates: CertificateSource = {
      current: () => new Promise(() => {}),
      onChange: () => () => {},
      run: aborted,
    };
    const server = new WebhookServer({ port: 0, clock: systemClock, certificates, log: new RecordedLog() });
    const controller = new AbortController();
    const ended = server.run(controller.signal);
    const ready = server.ready(controller.signal);
    controller.abort();
    await expect(ready).rejects.toThrow('the webhook server has no certificate yet, or does not listen');
    await ended;
  });

  it('ends the server when there is nobody to follow it any longer', async () => {
    const { issue } = await testAuthority();
    const lost = Promise.withResolvers<void>();
    const certificates: CertificateSource = { current: issue, onChange: () => () => {}, run: () => lost.promise };
    const server = new WebhookServer({
      port: 0,
      host: '127.0.0.1',
      clock: systemClock,
      certificates,
      log: new RecordedLog(),
    });
    const { signal } = new AbortController();
    const ended = server.run(signal);
    await server.ready(signal);
    lost.reject(new Error('the Secret is not to be read'));
    await expect(ended).rejects.toThrow('the Secret is not to be read');
    expect(server.address).toBeUndefined();
  });

  it('may be asked of clients too', async () => {
    const { ca } = await testAuthority();
    const world = await start(undefined, { clientCa: ca });
    await expect(send(world, VALIDATE, JSON.stringify(review))).rejects.toThrow();
  });
});

async function openTls({ port, authority }: WebhookWorld): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ca: authority.ca, servername: 'localhost' });
  await once(socket, 'secureConnect');
  return socket;
}

/** Waits for turns of the event loop until it holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setImmediate(resolve));
}
