// Whether a certificate and a key belong together.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificatePair } from './certificate-source.js';

/** What is wrong with a pair, in words that tell nothing of the key; undefined: a server can use it. */
export function pairProblem({ cert, key }: CertificatePair): string | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return cert.trim() === '' ? 'tls.crt is empty' : 'tls.crt does not begin with a certificate in PEM';
  }
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(key);
  } catch {
    return key.trim() === '' ? 'tls.key is empty' : 'tls.key is no private key in PEM, or asks for a passphrase';
  }
  return certificate.checkPrivateKey(privateKey) ? undefined : 'tls.key does not fit tls.crt';
}
