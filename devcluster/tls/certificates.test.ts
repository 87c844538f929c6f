import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { createAuthority, issueClientCertificate, issueServerCertificate } from './certificates.js';

const now = new Date();
const authority = await createAuthority(now);

describe('the authority', () => {
  test('is a certificate authority that signed itself', () => {
    const certificate = new X509Certificate(authority.certificate);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });
});

const client = new X509Certificate(
  (await issueClientCertificate(authority, { name: 'system:serviceaccount:a:b', groups: ['eins', 'zwei'] }, now))
    .certificate,
);

describe('an issued certificate', () => {
  test('is signed by its authority, and by no other', async () => {
    const issuer = new X509Certificate(authority.certificate);
    expect(client.checkIssued(issuer)).toBe(true);
    expect(client.verify(issuer.publicKey)).toBe(true);
    expect(client.verify(new X509Certificate((await createAuthority(now)).certificate).publicKey)).toBe(false);
  });

  test('names the user as common name and each group as an organization', () => {
    expect(client.subject).toBe('O=eins\nO=zwei\nCN=system:serviceaccount:a:b');
  });

  test('is no authority, and is valid from an hour ago for a year', () => {
    expect(client.ca).toBe(false);
    expect(client.validFromDate.getTime()).toBe(Math.floor(now.getTime() / 1000) * 1000 - 3_600_000);
    expect(client.validToDate.getTime()).toBe(Math.floor(now.getTime() / 1000) * 1000 + 365 * 86_400_000);
  });

  test('of a server holds its names and addresses', async () => {
    const { certificate } = await issueServerCertificate(authority, ['localhost', '127.0.0.1'], now);
    const server = new X509Certificate(certificate);
    expect(server.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });
});

test('a TLS server and client accept each other through the authority', async () => {
  const served = await issueServerCertificate(authority, ['127.0.0.1'], now);
  const user = await issueClientCertificate(authority, { name: 'anna' }, now);
  const trust = { ca: authority.certificate, requestCert: true, rejectUnauthorized: true };
  const server = createServer({ ...trust, cert: served.certificate, key: served.key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
  const socket = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    ca: authority.certificate,
    cert: user.certificate,
    key: user.key,
  });
  try {
    const [seen] = await accepted;
    expect(seen.getPeerCertificate().subject.CN).toBe('anna');
    seen.destroy();
  } finally {
    socket.destroy();
    server.close();
  }
});
