// Whether a certificate and a key belong together.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificatePair } from './certificate-source.js';

/** What they are called where they come from. */
export interface PairNames {
  readonly cert: string;
  readonly key: string;
}

/** What is wrong with a pair, in words that tell nothing of the key; undefined: a server can use it. */
export function pairProblem(
  { cert, key }: CertificatePair,
  names: PairNames = { cert: 'tls.crt', key: 'tls.key' },
): string | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return `${names.cert} ${cert.trim() === '' ? 'is empty' : 'does not begin with a certificate in PEM'}`;
  }
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(key);
  } catch {
    return `${names.key} ${key.trim() === '' ? 'is empty' : 'is no private key in PEM, or asks for a passphrase'}`;
  }
  return certificate.checkPrivateKey(privateKey) ? undefined : `${names.key} does not fit ${names.cert}`;
}
