// How the user of a kubeconfig proves who asks; the same choice as that of client-go.
import type { Clock } from '../../clock/clock.js';
import type { Logger } from '../../log/logger.js';
import { ConfigError } from '../config-error.js';
import { CachedFile } from './cached-file.js';
import { execConfig } from './exec-config.js';
import { type ExecCluster, ExecPlugin } from './exec-plugin.js';
import type { Fields } from './fields.js';
import { oidcConfig } from './oidc-config.js';
import { refreshTokens } from './oidc-refresh.js';
import { kubeconfigTokens } from './oidc-store.js';
import { OidcUser } from './oidc-user.js';
import { fixedProof, type Proof, type ProofSource } from './proof.js';

/** Providers that were built into Kubernetes once, and what has taken their place. */
const FORMER_PROVIDERS: Readonly<Record<string, string>> = {
  gcp: 'Install gke-gcloud-auth-plugin, then run: gcloud container clusters get-credentials CLUSTER',
  azure: 'Install kubelogin, then run: kubelogin convert-kubeconfig',
};

/** What is the same for all who prove who they are. */
export interface ProofOptions {
  readonly clock: Clock;
  /** Gets a warning when new tokens cannot be kept. */
  readonly log: Logger | undefined;
  /** Ends a plugin that runs. */
  readonly signal: AbortSignal | undefined;
}

/**
 * A token or a password and a client certificate are shown together; a plugin is not asked where there is one of them, and a
 * provider not where there is a token or a password.
 * @throws ConfigError for what kubectl refuses, too
 */
export async function userProof(
  user: Fields,
  name: string,
  cluster: () => Promise<ExecCluster>,
  { clock, log, signal }: ProofOptions,
): Promise<ProofSource> {
  const header = await headerSource(user, clock);
  const certificate = await certificateSource(user, clock);
  const exec = user.mapping('exec');
  const provider = user.mapping('auth-provider');
  if (exec !== undefined && provider !== undefined) throw user.wrong('auth-provider', 'and exec may not both be there');
  const plugin = exec && new ExecPlugin(execConfig(exec, name), cluster, clock, signal);
  if (provider !== undefined && header === undefined) {
    return both(providerSource(provider, name, clock, log), certificate);
  }
  if (header === undefined && certificate === undefined && plugin !== undefined) return plugin;
  return both(header, certificate);
}

/** The file goes before the token, which counts while the file cannot be read. */
async function headerSource(user: Fields, clock: Clock): Promise<ProofSource | undefined> {
  const token = user.text('token')?.trim();
  const file = user.pathOf('tokenFile');
  const [username, password] = [user.text('username'), user.text('password')];
  if (username !== undefined || password !== undefined) {
    if (token !== undefined || file !== undefined) throw user.wrong('token', 'and a password may not both be there');
    const pair = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
    return fixedProof({ authorization: `Basic ${pair}` });
  }
  if (file !== undefined) {
    const source = fileSource(new CachedFile(file, user.naming('tokenFile'), clock), token);
    await source.current();
    return source;
  }
  return token === undefined ? undefined : fixedProof({ authorization: `Bearer ${token}` });
}

function fileSource(file: CachedFile, token: string | undefined): ProofSource {
  const bearer = async (text: Promise<string>): Promise<Proof> => {
    const read = token === undefined ? await text : await text.catch(() => token);
    return { authorization: `Bearer ${read}` };
  };
  return { current: () => bearer(file.text()), renewed: () => bearer(file.reread()) };
}

async function certificateSource(user: Fields, clock: Clock): Promise<ProofSource | undefined> {
  const cert = pemSource(user, 'client-certificate', clock);
  const key = pemSource(user, 'client-key', clock);
  if (cert === undefined) return undefined;
  if (key === undefined) throw user.wrong('client-key', 'is missing: the certificate is of no use without it');
  const source: ProofSource = {
    current: async () => ({ cert: await cert.current(), key: await key.current() }),
    renewed: async () => ({ cert: await cert.renewed(), key: await key.renewed() }),
  };
  await source.current();
  return source;
}

/** PEM text that is in the kubeconfig, which goes before a file, or in a file of its own. */
export interface PemSource {
  current(): Promise<string>;
  /** What is there now. */
  renewed(): Promise<string>;
}

/** The source that the field `name` or `name-data` names; undefined when neither is there. */
export function pemSource(fields: Fields, name: string, clock: Clock): PemSource | undefined {
  const text = fields.decoded(`${name}-data`);
  if (text !== undefined) return { current: async () => text, renewed: async () => text };
  const path = fields.pathOf(name);
  if (path === undefined) return undefined;
  const file = new CachedFile(path, fields.naming(name), clock);
  return { current: () => file.text(), renewed: () => file.reread() };
}

function providerSource(provider: Fields, user: string, clock: Clock, log: Logger | undefined): ProofSource {
  const name = provider.requiredText('name');
  if (name === 'oidc') {
    const store = kubeconfigTokens(provider.file, user, log);
    return new OidcUser(oidcConfig(provider, user), refreshTokens, store, clock);
  }
  const next = Object.hasOwn(FORMER_PROVIDERS, name) ? FORMER_PROVIDERS[name] : undefined;
  if (next === undefined)
    throw provider.wrong('name', `is "${name}": only oidc is known. Use a credential plugin (exec)`);
  throw new ConfigError(
    `user "${user}" of the kubeconfig ${provider.file} logs in with the auth-provider ${name}, which Kubernetes has taken ` +
      `out (1.26). ${next}`,
  );
}

function both(header: ProofSource | undefined, certificate: ProofSource | undefined): ProofSource {
  if (header === undefined) return certificate ?? fixedProof({});
  if (certificate === undefined) return header;
  return {
    current: async () => ({ ...(await header.current()), ...(await certificate.current()) }),
    renewed: async refused => ({ ...(await header.renewed(refused)), ...(await certificate.renewed(refused)) }),
  };
}
