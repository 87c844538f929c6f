// Bundles of certificates as PEM text.
import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** Every look at a cluster meets the same few certificates in many places; more than so many are not kept. */
const MOST_KEPT = 100;
const parsed = new Map<string, X509Certificate | undefined>();
const texts = new WeakMap<X509Certificate, string>();

/** The certificates of a text, in their order; what is none, and what cannot be read, is passed over. */
export function certificatesIn(text: string): readonly X509Certificate[] {
  return (text.match(BLOCK) ?? []).flatMap(block => parse(block) ?? []);
}

/** A bundle of these certificates, each of them once. */
export function bundleOf(certificates: readonly X509Certificate[]): string {
  return [...new Set(certificates.map(pemOf))].join('');
}

/** A certificate as every bundle of ours has it, so that equal ones have equal texts. */
export function pemOf(certificate: X509Certificate): string {
  const text = texts.get(certificate) ?? `${certificate.toString().trim()}\n`;
  texts.set(certificate, text);
  return text;
}

function parse(block: string): X509Certificate | undefined {
  if (parsed.has(block)) return parsed.get(block);
  if (parsed.size >= MOST_KEPT) parsed.clear();
  const certificate = readCertificate(block);
  parsed.set(block, certificate);
  return certificate;
}

function readCertificate(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}
