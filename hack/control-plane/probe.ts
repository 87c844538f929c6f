// Asks the API server for one thing, before any client of Kubernetes is there.
import { request } from 'node:https';
import type { KeyedCertificate } from '../../devcluster/tls/certificates.js';

/** Who asks, and whom to trust. */
export interface ProbeIdentity {
  readonly authority: KeyedCertificate;
  readonly user: KeyedCertificate;
}

/** The status of a GET; undefined when nobody answers. */
export function probe(url: string, { authority, user }: ProbeIdentity): Promise<number | undefined> {
  return new Promise(resolve => {
    const asked = request(
      url,
      { ca: authority.certificate, cert: user.certificate, key: user.key, agent: false, timeout: TIMEOUT_MS },
      response => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

const TIMEOUT_MS = 5_000;
