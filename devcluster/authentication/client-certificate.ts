// Users who show a certificate of the cluster's authority.
import type { Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { AUTHENTICATED, credentialId, type UserInfo } from './user.js';

/** A certificate that a client showed, and whether the authority has issued it for clients, and it is in time. */
export interface ShownCertificate extends Pick<PeerCertificate, 'subject' | 'fingerprint256'> {
  readonly valid: boolean;
}

/** Undefined when none was shown, as over plain HTTP. */
export function shownCertificate(socket: Socket): ShownCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate();
  // Without one, Node answers an empty object, or null when the connection has gone.
  return certificate?.subject === undefined ? undefined : { ...certificate, valid: socket.authorized };
}

/** The common name is the user, the organizations are the groups. Undefined when it says nothing of anybody. */
export function certificateUser(certificate: ShownCertificate | undefined): UserInfo | undefined {
  if (certificate?.valid !== true) return undefined;
  const { CN, O = [] } = certificate.subject;
  const username = Array.isArray(CN) ? CN.at(-1) : CN;
  if (username === undefined || username === '') return undefined;
  const groups = [O].flat();
  return {
    username,
    groups: groups.includes(AUTHENTICATED) ? groups : [...groups, AUTHENTICATED],
    ...credentialId(`X509SHA256=${certificate.fingerprint256.replaceAll(':', '').toLowerCase()}`),
  };
}
