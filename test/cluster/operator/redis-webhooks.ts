// The webhooks of the Redis operator for one namespace, as they are generated, but for where they are.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { type Client, isInvalid, isNotFound, type Kind, type New } from 'kubewright';
import { MutatingWebhookConfiguration, ValidatingWebhookConfiguration } from 'kubewright/kinds';
import { Redis } from '../../../api/v1/redis.js';
import { RedisWebhook } from '../../../controllers/redis/redis-webhook.js';
import { startWebhooks } from '../../webhook-world.js';
import { unless } from '../unless.js';

type Configuration = New<MutatingWebhookConfiguration> & { readonly kind: string };

/** A server of webhooks. */
export interface RedisWebhooks {
  /** Has the API server ask about the namespace; resolves when it does so. */
  configure(): Promise<void>;
  /** Nobody answers any more, though the API server goes on asking. */
  end(): Promise<void>;
  /** Ends, and is not asked any more. */
  stop(): Promise<void>;
}

export async function startRedisWebhooks(admin: Client, namespace: string): Promise<RedisWebhooks> {
  const server = await startWebhooks([new RedisWebhook()]);
  const caBundle = Buffer.from(server.authority.ca).toString('base64');
  const generated = loadAll(readFileSync('config/webhook/manifests.yaml', 'utf8')) as Configuration[];
  const configurations = generated.map(each => ({
    kind: each.kind === 'MutatingWebhookConfiguration' ? MutatingWebhookConfiguration : ValidatingWebhookConfiguration,
    object: {
      metadata: { name: `${each.metadata.name}-${namespace}` },
      webhooks: each.webhooks?.map(hook => ({
        ...hook,
        clientConfig: { url: `https://127.0.0.1:${server.port}${hook.clientConfig.service?.path}`, caBundle },
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      })),
    },
  }));
  const probe = (name: string) =>
    admin.create(Redis, { metadata: { namespace, name }, spec: { image: 'redis' } }, { dryRun: true });
  const isAsked = async () => {
    const isRefused = await probe('tangx-in').then(() => false, isInvalid);
    return isRefused && (await probe('probe')).spec.image === 'redis:7-alpine';
  };
  return {
    async configure() {
      for (const { kind, object } of configurations)
        await admin.create(kind as Kind<MutatingWebhookConfiguration>, object);
      // A real API server takes a moment until it asks.
      while (!(await isAsked())) await delay(POLL_MS);
    },
    async end() {
      server.agent.destroy();
      server.abort();
      await server.ended;
    },
    async stop() {
      for (const { kind, object } of configurations) {
        await admin.delete(kind as Kind<MutatingWebhookConfiguration>, object.metadata).catch(unless(isNotFound));
      }
      await server.stop();
    },
  };
}

const POLL_MS = 50;
