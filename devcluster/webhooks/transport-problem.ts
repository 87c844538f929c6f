// Errors of Node's network as Go tells them: what people search the web for, and what tests of messages expect.
import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import type { Address } from './service-address.js';

interface NetworkError extends Error {
  readonly code?: string;
  /** Of a certificate for other names. */
  readonly cert?: PeerCertificate;
}

/** Where it was to go. */
export interface Dialled {
  readonly serverName: string;
  readonly address: Address;
}

export function transportProblem(thrown: Error, { serverName, address }: Dialled): string {
  // Of a name with several addresses, all of them have been tried.
  const error: NetworkError = thrown instanceof AggregateError ? (thrown.errors[0] as Error) : thrown;
  const { code = '', message } = error;
  const target = addressIn(error) ?? `${address.host}:${address.port}`;
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${target}: connect: connection refused`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `dial tcp ${target}: connect: ${DIALLING[code]}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${address.host}: no such host`;
    case 'ECONNRESET':
    case 'EPIPE':
      return message.includes('socket hang up') ? 'EOF' : 'read: connection reset by peer';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `${UNVERIFIED}: x509: ${otherNames(serverName, error.cert)}`;
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return `${UNVERIFIED}: x509: certificate has expired or is not yet valid`;
    case 'ABORT_ERR':
      return 'context canceled';
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'http: server gave HTTP response to HTTPS client';
    default:
      return UNKNOWN_AUTHORITY.has(code) ? `${UNVERIFIED}: x509: certificate signed by unknown authority` : message;
  }
}

const UNVERIFIED = 'tls: failed to verify certificate';

const DIALLING: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
};

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);

/** What a name has become. */
function addressIn(error: NetworkError): string | undefined {
  const { address, port } = error as { readonly address?: string; readonly port?: number };
  if (address === undefined || port === undefined) return undefined;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function otherNames(name: string, certificate: PeerCertificate | undefined): string {
  const names = (certificate?.subjectaltname ?? '').split(', ').filter(each => each !== '');
  const ofType = (type: string) =>
    names.filter(each => each.startsWith(`${type}:`)).map(each => each.slice(type.length + 1));
  if (isIP(name) !== 0) {
    const addresses = ofType('IP Address');
    return addresses.length === 0
      ? `cannot validate certificate for ${name} because it doesn't contain any IP SANs`
      : `certificate is valid for ${addresses.join(', ')}, not ${name}`;
  }
  const hosts = ofType('DNS');
  return hosts.length === 0
    ? `certificate is not valid for any names, but wanted to match ${name}`
    : `certificate is valid for ${hosts.join(', ')}, not ${name}`;
}
