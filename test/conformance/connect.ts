// The way into the server that a kubeconfig names.
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { Agent, fetch } from 'undici';
import type { Target, TargetName } from './target.js';

const USER_AGENT = 'conformance';

/**
 * A target at the current context of a kubeconfig.
 *
 * @param stop ends the server; called once, after the connections to it are closed
 * @throws Error when the server does not say its version
 */
export async function connect(name: TargetName, kubeconfig: string, stop: () => Promise<void>): Promise<Target> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const url = config.getCurrentCluster()?.server;
  if (url === undefined) throw new Error(`${kubeconfig} has no current cluster`);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized = true } = options;
  const dispatcher = new Agent({
    allowH2: false,
    connect: { rejectUnauthorized, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
  });
  const credentials = options.headers as Record<string, string> | undefined;
  const ask: Target['fetch'] = (path, init = {}) =>
    fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { 'user-agent': USER_AGENT, ...credentials, ...(init.headers as Record<string, string> | undefined) },
      dispatcher,
    });
  const version = (await (await ask('/version')).json()) as { readonly gitVersion: string };
  return {
    name,
    url,
    kubeconfig,
    version: version.gitVersion,
    fetch: ask,
    async stop() {
      await dispatcher.destroy();
      await stop();
    },
  };
}
