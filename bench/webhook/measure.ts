// The webhooks that are measured, as an operator has them: `measure.mjs DIR PORT`.
import {
  allow,
  type Client,
  createLogger,
  Defaults,
  type Draft,
  deny,
  Manager,
  quantityValue,
  type Snapshot,
  shutdownSignal,
  Validates,
  type Verdict,
  webhook,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';

@Defaults(Pod)
@Validates(Pod)
class PodWebhook {
  /** Labels the Pod, and has its containers drop all capabilities. */
  default(pod: Snapshot<Pod>): Draft<Pod> {
    const capabilities = { drop: ['ALL'] };
    return {
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, 'example.com/seen': 'yes' } },
      spec: {
        ...pod.spec,
        containers: (pod.spec?.containers ?? []).map(container => ({
          ...container,
          securityContext: { ...container.securityContext, capabilities },
        })),
      },
    };
  }

  /** Wants images of the registry, and limits. */
  validateCreate(pod: Snapshot<Pod>): Verdict {
    for (const { name, image = '', resources } of pod.spec?.containers ?? []) {
      if (!image.startsWith('registry.example/')) return deny(`the image ${image} is not of registry.example`);
      if (quantityValue(resources?.limits?.memory ?? '0') === 0) {
        return deny(`the container ${name} has no limit of memory`);
      }
    }
    return pod.spec?.priorityClassName === undefined ? allow('the Pod has no priority class') : allow();
  }

  validateUpdate(pod: Snapshot<Pod>): Verdict {
    return this.validateCreate(pod);
  }
}

const [dir = '', port] = process.argv.slice(2);
const manager = new Manager({
  name: 'bench',
  // Nothing is asked of an API server.
  client: {} as Client,
  log: createLogger({ level: 'error' }),
  healthProbe: false,
  webhookServer: { port: Number(port), host: '127.0.0.1', certificates: { dir } },
});
manager.add(webhook(new PodWebhook()));
await manager.run(shutdownSignal());
