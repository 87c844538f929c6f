// What is to be done next with the certificates that replicas share. Pure: who does it, and when, is not known here.
import type { X509Certificate } from 'node:crypto';
import { CLOCK_SKEW } from './issue.js';
import { renewalTime, type ServingCertificate } from './serving-certificate.js';

/** What replicas share. */
export interface SharedCertificates {
  /** What they serve; undefined: nothing that can be served. */
  readonly current: ServingCertificate | undefined;
  /** What they are going to serve, once it is trusted wherever they are asked from. */
  readonly next: ServingCertificate | undefined;
  /** What is to be trusted: the authorities of these two, and former ones until they expire. */
  readonly authorities: readonly X509Certificate[];
}

/**
 * - `issue`: there is nothing to serve; a certificate is needed at once.
 * - `prepare`: the one in use has lived for two thirds of its life; its successor is needed, so that it can be trusted.
 * - `promote`: the successor is trusted, or the one in use has gone; it takes its place.
 * - `prune`: an authority has expired.
 */
export type RotationStep = 'issue' | 'prepare' | 'promote' | 'prune';

/** @param isTrusted whether nobody refuses it any more */
export function nextStep(
  { current, next, authorities }: SharedCertificates,
  now: number,
  isTrusted: (certificate: ServingCertificate) => boolean,
): RotationStep | undefined {
  if (next !== undefined && (current === undefined || isTrusted(next))) return 'promote';
  if (current === undefined) return 'issue';
  if (next === undefined && now >= renewalTime(current)) return 'prepare';
  if (authorities.some(authority => isOver(authority, now))) return 'prune';
  return undefined;
}

/** When `nextStep` may answer otherwise though nothing has changed: milliseconds since the epoch. */
export function nextMoment({ current, next, authorities }: SharedCertificates): number {
  const ends = authorities.map(overAt);
  if (current === undefined) return Math.min(...ends);
  return Math.min(next === undefined ? renewalTime(current) : current.notAfter, ...ends);
}

/** Whether an authority has expired for everybody, however slow their clocks are. */
export function isOver(authority: X509Certificate, now: number): boolean {
  return now >= overAt(authority);
}

function overAt(authority: X509Certificate): number {
  return authority.validToDate.getTime() + CLOCK_SKEW;
}
