// The certificates of a control plane: an authority of its own, and what it issues to the server and to users.
import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

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

/** Makes an authority: a self-signed certificate that may sign others. Valid for ten years, as those of kubeadm are. */
export async function createAuthority(now: Date): Promise<KeyedCertificate> {
  return await issue(AUTHORITY, now, 10 * YEAR, undefined, [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
  ]);
}

/** Issues the certificate of a TLS server that is reached under these host names and IP addresses. Valid for a year. */
export async function issueServerCertificate(
  authority: KeyedCertificate,
  hosts: readonly string[],
  now: Date,
): Promise<KeyedCertificate> {
  const names = hosts.map(value => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }));
  return await issue({ name: hosts[0] ?? 'server' }, now, YEAR, authority, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(names),
  ]);
}

/** Issues a certificate with which a user signs in to a server that trusts the authority. Valid for a year. */
export async function issueClientCertificate(
  authority: KeyedCertificate,
  subject: Subject,
  now: Date,
): Promise<KeyedCertificate> {
  return await issue(subject, now, YEAR, authority, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
  ]);
}

const AUTHORITY: Subject = { name: 'kubewright-control-plane' };
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

async function issue(
  subject: Subject,
  now: Date,
  lifetime: number,
  authority: KeyedCertificate | undefined,
  extensions: readonly x509.Extension[],
): Promise<KeyedCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuerKey = authority && new x509.X509Certificate(authority.certificate).publicKey;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomBytes(16).toString('hex'),
    subject: distinguishedName(subject),
    issuer: distinguishedName(AUTHORITY),
    // An hour back, so that a clock that is set back a little does not refuse it.
    notBefore: new Date(now.getTime() - HOUR),
    notAfter: new Date(now.getTime() + lifetime),
    publicKey: keys.publicKey,
    signingKey: authority === undefined ? keys.privateKey : await signingKey(authority),
    signingAlgorithm: ALGORITHM,
    extensions: [
      ...extensions,
      // Some clients, such as Python's from 3.13 on, refuse certificates that do not name both keys.
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuerKey ?? keys.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certificate: certificate.toString('pem'), key };
}

async function signingKey({ key }: KeyedCertificate): Promise<webcrypto.CryptoKey> {
  const content = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  return await webcrypto.subtle.importKey('pkcs8', content, ALGORITHM, false, ['sign']);
}

function distinguishedName({ name, groups = [] }: Subject): x509.JsonName {
  return [...groups.map(group => ({ O: [group] })), { CN: [name] }];
}
