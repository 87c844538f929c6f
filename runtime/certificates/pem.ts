// Bundles of certificates as PEM text.
import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of a text, in their order; what is none, and what cannot be read, is passed over. */
export function certificatesIn(text: string): readonly X509Certificate[] {
  return (text.match(BLOCK) ?? []).flatMap(block => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

/** A bundle of these certificates, each of them once. */
export function bundleOf(certificates: readonly X509Certificate[]): string {
  return [...new Set(certificates.map(pemOf))].join('');
}

/** A certificate as every bundle of ours has it, so that equal ones have equal texts. */
export function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString().trim()}\n`;
}
