// Issues certificates of servers, each with an authority of its own.
import type * as X509 from '@peculiar/x509';
import type { CertificatePair } from './certificate-source.js';

/** A certificate, its key, and the authority that those are to trust who connect. All PEM. */
export interface IssuedCertificate extends CertificatePair {
  readonly ca: string;
}

export interface IssueOptions {
  /** The names under which the server is reached. The first is the name of the certificate. */
  readonly hosts: readonly string[];
  /** IP addresses under which it is reached; default: none. */
  readonly addresses?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds from now on for which it is valid, as is its authority. */
  readonly lifetime: number;
}

/** By how much the clocks of those who make and those who check a certificate may differ, in milliseconds: an hour. */
export const CLOCK_SKEW = 3_600_000;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const ORGANIZATION = 'kubewright';
const AUTHORITY = 'kubewright webhook CA';
/** The most characters that a common name may have (X.520). */
const LONGEST_NAME = 64;

/** What `isOwnAuthority` goes by, as `X509Certificate.subject` of Node prints it. */
const AUTHORITY_SUBJECT = `O=${ORGANIZATION}\nCN=${AUTHORITY}`;

/** Whether a subject is that of the authorities that are made here. */
export function isOwnAuthority({ subject }: { readonly subject: string }): boolean {
  return subject === AUTHORITY_SUBJECT;
}

/**
 * Makes an authority, has it issue one certificate, and forgets its key: it can never vouch for anything else. Both have keys
 * on P-256, and are valid from an hour ago on, for clocks that are slow.
 */
export async function issueCertificate(options: IssueOptions): Promise<IssuedCertificate> {
  // Only who issues needs it. It asks for the polyfill when it is loaded.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const ofAuthority = await subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const ofServer = await subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer: X509.JsonName = [{ O: [ORGANIZATION] }, { CN: [AUTHORITY] }];
  const common = {
    notBefore: new Date(options.now - CLOCK_SKEW),
    notAfter: new Date(options.now + options.lifetime),
    issuer,
    signingKey: ofAuthority.privateKey,
    signingAlgorithm: ALGORITHM,
  };
  const authorityKey = await x509.AuthorityKeyIdentifierExtension.create(ofAuthority.publicKey);
  const ca = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: serialNumber(),
    subject: issuer,
    publicKey: ofAuthority.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(ofAuthority.publicKey),
      authorityKey,
    ],
  });
  const { hosts, addresses = [] } = options;
  const cert = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: serialNumber(),
    subject: [{ O: [ORGANIZATION] }, { CN: [(hosts[0] ?? '').slice(0, LONGEST_NAME)] }],
    publicKey: ofServer.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...hosts.map(value => ({ type: 'dns', value }) as const),
        ...addresses.map(value => ({ type: 'ip', value }) as const),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(ofServer.publicKey),
      authorityKey,
    ],
  });
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', ofServer.privateKey), 'PRIVATE KEY');
  return { ca: `${ca.toString('pem')}\n`, cert: `${cert.toString('pem')}\n`, key: `${key}\n` };
}

/** Positive and of 16 octets: the first bit is clear, and the first octet is not 0. */
function serialNumber(): string {
  const octets = globalThis.crypto.getRandomValues(new Uint8Array(16));
  octets[0] = ((octets[0] as number) & 0x7f) | 0x40;
  return Buffer.from(octets).toString('hex');
}
