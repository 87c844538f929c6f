// The certificates of a control plane: an authority of its own, and what it issues to the server and to users.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  der,
  objectIdentifier,
  octetString,
  sequence,
  set,
  unsignedInteger,
  utcTime,
  utf8String,
} from './der.js';

/** A certificate and its private key, both as PEM text. */
export interface KeyedCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate names. The API server takes the name as the user and the groups as the user's groups. */
export interface Subject {
  readonly name: string;
  readonly groups?: readonly string[];
}

/** Makes an authority: a self-signed certificate that may sign others. Valid for a year. */
export function createAuthority(now: Date): KeyedCertificate {
  return issue(AUTHORITY, now, undefined, [
    extension('2.5.29.19', sequence(boolean(true)), true),
    extension('2.5.29.15', bitString(Uint8Array.of(KEY_CERT_SIGN), 2), true),
  ]);
}

/** Issues the certificate of a TLS server that is reached under these host names and IPv4 addresses. */
export function issueServerCertificate(
  authority: KeyedCertificate,
  hosts: readonly string[],
  now: Date,
): KeyedCertificate {
  const names = hosts.map(host =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host, 'ascii')),
  );
  return issue({ name: hosts[0] ?? 'server' }, now, authority, [
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...names)),
  ]);
}

/** Issues a certificate with which a user signs in to a server that trusts the authority. */
export function issueClientCertificate(authority: KeyedCertificate, subject: Subject, now: Date): KeyedCertificate {
  return issue(subject, now, authority, [extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.2')))]);
}

const AUTHORITY: Subject = { name: 'kubewright-control-plane' };
const KEY_CERT_SIGN = 0b0000_0100;
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

function issue(
  subject: Subject,
  now: Date,
  authority: KeyedCertificate | undefined,
  extensions: readonly Buffer[],
): KeyedCertificate {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const body = sequence(
    der(0xa0, unsignedInteger(Uint8Array.of(2))),
    unsignedInteger(randomBytes(16)),
    ECDSA_WITH_SHA256,
    distinguishedName(AUTHORITY),
    // An hour back, so that a clock that is set back a little does not refuse it.
    sequence(utcTime(new Date(now.getTime() - HOUR)), utcTime(new Date(now.getTime() + YEAR))),
    distinguishedName(subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, authority?.key ?? key);
  return { certificate: pem(sequence(body, ECDSA_WITH_SHA256, bitString(signature))), key };
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

function distinguishedName({ name, groups = [] }: Subject): Buffer {
  const attribute = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(...groups.map(group => attribute('2.5.4.10', group)), attribute('2.5.4.3', name));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
