// A certificate that was issued here, with the authority to trust: whether it can be served, and until when.
import { X509Certificate } from 'node:crypto';
import type { CertificatePair } from './certificate-source.js';
import { CLOCK_SKEW, type IssuedCertificate } from './issue.js';
import { pairProblem } from './pair-problem.js';
import { pemOf } from './pem.js';

/** What is issued, and when it is valid: milliseconds since the epoch. */
export interface ServingCertificate extends IssuedCertificate {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The certificate, or in words why it is not to be served. */
export type Reading = { readonly certificate: ServingCertificate } | { readonly problem: string };

/** Reads what a Secret holds. The authority is the one of these that has issued it. */
export function readServingCertificate(
  pair: CertificatePair,
  authorities: readonly X509Certificate[],
  { host, now }: { readonly host: string; readonly now: number },
): Reading {
  const problem = pairProblem(pair);
  if (problem !== undefined) return { problem };
  const certificate = new X509Certificate(pair.cert);
  const authority = authorities.find(each => certificate.checkIssued(each) && certificate.verify(each.publicKey));
  if (authority === undefined) return { problem: 'ca.crt has no authority that has issued tls.crt' };
  if (certificate.checkHost(host) === undefined) return { problem: `tls.crt is not for ${host}` };
  const notBefore = certificate.validFromDate.getTime();
  const notAfter = Math.min(certificate.validToDate.getTime(), authority.validToDate.getTime());
  if (now >= notAfter) return { problem: `it has expired, at ${new Date(notAfter).toISOString()}` };
  if (now + CLOCK_SKEW < notBefore) {
    return { problem: `it is not valid before ${new Date(notBefore).toISOString()}: is a clock wrong?` };
  }
  return { certificate: { ...pair, ca: pemOf(authority), notBefore, notAfter } };
}

/** When its successor is to be made: after two thirds of its life, as cert-manager does. */
export function renewalTime({ notBefore, notAfter }: ServingCertificate): number {
  return notBefore + ((notAfter - notBefore) * 2) / 3;
}
