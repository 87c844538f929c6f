// Finds out who makes a request, in the order in which the API server asks: a certificate, a token, somebody else's name.
import type { IncomingMessage } from 'node:http';
import { StatusError } from '../object/status-error.js';
import { certificateUser, shownCertificate } from './client-certificate.js';
import { impersonation } from './impersonation.js';
import { ADMINISTRATOR, type UserInfo } from './user.js';

/** Who has the token of a service account; undefined for a token that the server did not give out. */
export type TokenUser = (token: string) => UserInfo | undefined;

/** @throws StatusError 401 for credentials that nobody has, 400 for an impersonation that names no user */
export function authenticate(request: IncomingMessage, tokenUser: TokenUser): UserInfo {
  const certificate = shownCertificate(request.socket);
  const token = bearerToken(request);
  const user =
    certificateUser(certificate) ??
    (token === undefined ? undefined : tokenUser(token)) ??
    (certificate === undefined && token === undefined ? ADMINISTRATOR : undefined);
  if (user === undefined) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return impersonation(request.headersDistinct) ?? user;
}

function bearerToken({ headers: { authorization = '' } }: IncomingMessage): string | undefined {
  return /^bearer +(\S+)\s*$/i.exec(authorization)?.[1];
}
