// What a kubeconfig says of a user of an OpenID Connect provider.
import type { Fields } from './fields.js';

/** A user who logs in at an identity provider. */
export interface OidcConfig {
  /** For messages. */
  readonly user: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** The authorities that the provider's certificate is checked with, as PEM text or a file of it. */
  readonly ca: { readonly text: string } | { readonly file: string } | undefined;
  readonly tokens: OidcTokens;
}

/** What was had from the provider. */
export interface OidcTokens {
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
}

/** @throws ConfigError when the issuer or the client is missing */
export function oidcConfig(provider: Fields, user: string): OidcConfig {
  const fields = provider.mapping('config');
  if (fields === undefined) throw provider.wrong('config', 'is missing');
  const text = fields.decoded('idp-certificate-authority-data');
  const file = fields.pathOf('idp-certificate-authority');
  const issuer = fields.requiredText('idp-issuer-url');
  if (!URL.canParse(issuer)) throw fields.wrong('idp-issuer-url', `is "${issuer}", which is no URL`);
  return {
    user,
    issuer,
    clientId: fields.requiredText('client-id'),
    clientSecret: fields.text('client-secret'),
    ca: text !== undefined ? { text } : file !== undefined ? { file } : undefined,
    tokens: { idToken: fields.text('id-token'), refreshToken: fields.text('refresh-token') },
  };
}
