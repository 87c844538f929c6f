// Finds out who makes a request, in the order in which the API server asks: a certificate, a token, somebody else's name.
import type { IncomingMessage } from 'node:http';
import { StatusError } from '../object/status-error.js';
import { certificateUser, shownCertificate } from './client-certificate.js';
import { impersonation } from './impersonation.js';
import type { TokenAuthenticator } from './token-authenticator.js';
import { ADMINISTRATOR, type UserInfo } from './user.js';

/** @throws StatusError 401 for credentials that nobody has, 400 for an impersonation that names no user */
export function authenticate(request: IncomingMessage, tokens: TokenAuthenticator): UserInfo {
  const certificate = shownCertificate(request.socket);
  const token = bearerToken(request);
  const user =
    certificateUser(certificate) ??
    (token === undefined ? undefined : tokenUser(tokens, token)) ??
    (certificate === undefined && token === undefined ? ADMINISTRATOR : undefined);
  if (user === undefined) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return impersonation(request.headersDistinct) ?? user;
}

function tokenUser(tokens: TokenAuthenticator, token: string): UserInfo | undefined {
  const verdict = tokens.authenticate(token);
  return 'user' in verdict ? verdict.user : undefined;
}

function bearerToken({ headers: { authorization = '' } }: IncomingMessage): string | undefined {
  return /^bearer +(\S+)\s*$/i.exec(authorization)?.[1];
}
