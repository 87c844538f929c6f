// The certificate of the server while it changes, and what is spoken over TLS.
import { X509Certificate } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority, issueClientCertificate, type KeyedCertificate } from '../../devcluster/tls/certificates.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { VALIDATE } from '../../test/thing-webhook.js';
import { serveInTest } from '../../test/thing-webhook-server.js';
import { HandedCertificates, openTls, send, testAuthority, thingReview, until } from '../../test/webhook-world.js';
import type { CertificatePair, CertificateSource } from '../certificates/certificate-source.js';
import { aborted } from '../clock/aborted.js';
import { systemClock } from '../clock/clock.js';
import { WebhookServer } from './webhook-server.js';

const review = thingReview();

describe('the certificate', () => {
  it('is changed while connections are open, which go on', async () => {
    const world = await serveInTest();
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
    const world = await serveInTest();
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

  it('is the last one, however late a source answers for the one before', async () => {
    const { ca, issue } = await testAuthority();
    const [first, second, third] = [await issue(), await issue(), await issue()];
    const answers = [Promise.withResolvers<CertificatePair>(), Promise.withResolvers<CertificatePair>()];
    const asked = [Promise.resolve(first), ...answers.map(({ promise }) => promise)];
    const held = new HandedCertificates(third);
    const certificates: CertificateSource = {
      current: () => asked.shift() ?? held.current(),
      onChange: listener => held.onChange(listener),
      run: aborted,
    };
    const log = new RecordedLog();
    const server = new WebhookServer({ port: 0, host: '127.0.0.1', clock: systemClock, certificates, log });
    const controller = new AbortController();
    const ended = server.run(controller.signal);
    await server.ready(controller.signal);
    held.change(second);
    held.change(third);
    const [ofSecond, ofThird] = answers;
    ofThird?.resolve(third);
    await until(() => log.of('info').some(({ message }) => message.includes('another certificate')));
    ofSecond?.resolve(second);
    await until(() => log.of('info').filter(({ message }) => message.includes('another certificate')).length === 2);
    const socket = await openTls({ port: server.address?.port ?? 0, authority: { ca } });
    expect(socket.getPeerX509Certificate()?.fingerprint256).toBe(new X509Certificate(third.cert).fingerprint256);
    socket.destroy();
    controller.abort();
    await ended;
  });

  it('may be asked of clients too, also after a change', async () => {
    const authority = await createAuthority(new Date());
    const other = await createAuthority(new Date());
    const world = await serveInTest(undefined, { clientCa: authority.certificate });
    const showing = async (by?: KeyedCertificate): Promise<string> => {
      const shown = by && (await issueClientCertificate(by, { name: 'kube-apiserver' }, new Date()));
      const agent = new Agent({ ca: world.authority.ca, ...(shown && { cert: shown.certificate, key: shown.key }) });
      onTestFinished(() => agent.destroy());
      const sent = await send({ port: world.port, agent }, VALIDATE, JSON.stringify(review)).catch(String);
      return typeof sent === 'string' ? sent : String(sent.status);
    };
    for (let times = 0; times < 2; times += 1) {
      const error = expect.stringMatching(/^Error: /);
      expect([await showing(), await showing(authority), await showing(other)]).toEqual([error, '200', error]);
      world.certificates.change(await world.authority.issue());
      await until(() => world.log.of('info').some(({ message }) => message.includes('another certificate')));
    }
  });
});

describe('the connection', () => {
  it('speaks HTTP/1.1, over TLS 1.2 or 1.3, with ciphers of which no key of later tells anything; also after a change', async () => {
    const world = await serveInTest();
    const spoken = async (options: ConnectionOptions): Promise<readonly unknown[]> => {
      const socket = await openTls(world, options);
      const told = [socket.alpnProtocol, socket.getProtocol(), socket.getCipher().standardName];
      socket.destroy();
      return told;
    };
    const old = { maxVersion: 'TLSv1.2' } as const;
    const expected = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
    for (let times = 0; times < 2; times += 1) {
      expect((await spoken({ ALPNProtocols: ['h2', 'http/1.1'] })).slice(0, 2)).toEqual(['http/1.1', 'TLSv1.3']);
      expect((await spoken({ ...old, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).slice(1)).toEqual([
        'TLSv1.2',
        expected,
      ]);
      await expect(spoken({ ...old, ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow('handshake failure');
      world.certificates.change(await world.authority.issue());
      await until(() => world.log.of('info').some(({ message }) => message.includes('another certificate')));
    }
  });

  it('is not older than is said', async () => {
    const world = await serveInTest(undefined, { tlsMinVersion: 'TLSv1.3' });
    await expect(openTls(world, { maxVersion: 'TLSv1.2' })).rejects.toThrow('alert protocol version');
    expect((await openTls(world)).getProtocol()).toBe('TLSv1.3');
  });

  it('that cannot be accepted does not end the others', async () => {
    const world = await serveInTest();
    const accepted = Promise.withResolvers<Server>();
    const onSocket = (message: unknown): void => {
      const { server } = (message as { readonly socket: { readonly server: Server } }).socket;
      if ((server.address() as AddressInfo | null)?.port === world.port) accepted.resolve(server);
    };
    subscribe('net.server.socket', onSocket);
    onTestFinished(() => {
      unsubscribe('net.server.socket', onSocket);
    });
    await openTls(world);
    (await accepted.promise).emit('error', new Error('accept ENFILE'));
    expect(world.log.of('error').map(({ message }) => message)).toEqual([
      'the webhook server could not accept a connection',
    ]);
    expect(await world.review(VALIDATE, review)).toMatchObject({ allowed: true });
  });
});
