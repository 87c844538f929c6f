// Asks an OpenID Connect provider for new tokens (RFC 6749 §6, OpenID Connect Discovery 1.0 §4).
import { readFile } from 'node:fs/promises';
import { thrownText } from '../../log/thrown-text.js';
import { ConfigError } from '../config-error.js';
import { makeDispatcher } from '../dispatcher.js';
import { environmentProxy } from './environment-proxy.js';
import { printable } from './exec-program.js';
import type { OidcConfig, OidcTokens } from './oidc-config.js';

/** For each of the two requests. Milliseconds. */
const PATIENCE = 30_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * New tokens for a refresh token.
 * @throws ConfigError with what the provider says when it refuses
 */
export async function refreshTokens(config: OidcConfig, refreshToken: string): Promise<OidcTokens> {
  const metadata = await ask(config, `${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const endpoint = metadata.body.token_endpoint;
  if (metadata.status !== 200 || typeof endpoint !== 'string' || !URL.canParse(endpoint)) {
    throw refused(config, `its configuration names no token_endpoint (${metadata.status})`, metadata.body);
  }
  const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
  for (const client of waysToProveClient(config, metadata.body.token_endpoint_auth_methods_supported)) {
    const form = new URLSearchParams({ ...grant, ...client.fields }).toString();
    const { status, body } = await ask(config, endpoint, { ...client.headers, 'content-type': FORM }, form);
    if (status !== 200 && !client.last && (status === 400 || status === 401)) continue;
    if (status !== 200) throw refused(config, `it refuses to refresh the id-token (${status})`, body);
    if (typeof body.id_token !== 'string') {
      throw refused(config, 'its answer to the refresh has no id_token. Was the login without the scope openid?', {});
    }
    const next = body.refresh_token;
    return { idToken: body.id_token, refreshToken: typeof next === 'string' && next ? next : undefined };
  }
  throw new TypeError('there is always a last way');
}

interface ClientProof {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly last: boolean;
}

/** As a header, then in the form, unless the provider says that it knows the form alone; golang.org/x/oauth2 tries both. */
function waysToProveClient({ clientId, clientSecret }: OidcConfig, supported: unknown): ClientProof[] {
  if (clientSecret === undefined) return [{ headers: {}, fields: { client_id: clientId }, last: true }];
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const header = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  const inForm = { headers: {}, fields: { client_id: clientId, client_secret: clientSecret }, last: true };
  const onlyForm = Array.isArray(supported) && !supported.includes('client_secret_basic');
  return onlyForm ? [inForm] : [{ headers: header, fields: {}, last: false }, inForm];
}

async function ask(config: OidcConfig, url: string, headers: Readonly<Record<string, string>> = {}, form?: string) {
  const ca =
    config.ca === undefined ? undefined : 'text' in config.ca ? config.ca.text : await readFile(config.ca.file, 'utf8');
  const target = new URL(url);
  if (target.protocol !== 'https:') throw refused(config, `${url} is not https, and nothing secret is sent there`, {});
  const signal = AbortSignal.timeout(PATIENCE);
  const dispatcher = makeDispatcher(
    target,
    { ca },
    { proxy: environmentProxy(target, process.env), http2: false },
    signal,
  );
  try {
    const { statusCode, body } = await dispatcher.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: form === undefined ? 'GET' : 'POST',
      headers: { accept: 'application/json', ...headers },
      body: form ?? null,
      signal,
    });
    return { status: statusCode, body: parsed(await body.text()) };
  } catch (cause) {
    const why = thrownText(cause);
    throw new ConfigError(`the identity provider of user "${config.user}" cannot be reached at ${url}: ${why}`, {
      cause,
    });
  } finally {
    await dispatcher.destroy();
  }
}

/** What is no JSON, a page of a proxy perhaps, is shown when it is refused. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return { error: text.slice(0, 200) };
  }
}

function refused(config: OidcConfig, what: string, { error, error_description }: Readonly<Record<string, unknown>>) {
  const said = [error, error_description].filter(text => typeof text === 'string').join(': ');
  return new ConfigError(
    `the identity provider ${config.issuer} of user "${config.user}": ${what}${said && `: ${printable(said)}`}. ` +
      'Log in again, as for kubectl',
  );
}
