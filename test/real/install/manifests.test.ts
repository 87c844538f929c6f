// What has to fit together in config/, with all that can be added to it, and no API server checks.
import { describe, expect } from 'vitest';
import { CONFIG, defaultKustomization, kustomize, manifestsIn } from '../../../hack/bundle/kustomize.js';
import { test as base } from '../fixture.js';

type AnyObject = any;

const test = base.extend('objects', { scope: 'file' }, async ({ kubectl }) => {
  const usual = await defaultKustomization();
  const resources = [...(usual.resources ?? []), '../network-policy', '../prometheus'];
  const text = await kustomize(kubectl.binary, { ...usual, resources });
  const all: readonly AnyObject[] = manifestsIn(text);
  const of = (kind: string) => all.filter(each => each.kind === kind);
  const [{ spec: deployment }] = of('Deployment');
  const [container] = deployment.template.spec.containers;
  const portOf = (named: number | string): number | undefined =>
    container.ports.find((port: AnyObject) => port.name === named || port.containerPort === named)?.containerPort;
  return { of, deployment, container, portOf };
});

describe('config/', () => {
  test('has selectors that find the Pods of the operator, which are those of no other', ({ objects }) => {
    const { of, deployment } = objects;
    const selectors: readonly AnyObject[] = [
      deployment.selector.matchLabels,
      ...deployment.template.spec.topologySpreadConstraints.map((each: AnyObject) => each.labelSelector.matchLabels),
      ...of('Service').map(({ spec }) => spec.selector),
      ...of('PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels),
      ...of('NetworkPolicy').map(({ spec }) => spec.podSelector.matchLabels),
    ];
    expect(selectors).toHaveLength(8);
    const { labels } = deployment.template.metadata;
    expect(labels).toMatchObject({ 'app.kubernetes.io/name': 'redis-operator' });
    for (const selector of selectors) expect(selector).toEqual(labels);
  });

  test('leads to ports that the operator is told to listen on', ({ objects }) => {
    const { of, container, portOf } = objects;
    const said = (flag: string) => Number(container.args.find((arg: string) => arg.startsWith(flag))?.split(':')[1]);
    const [metrics, health, webhooks] = [said('--metrics-bind-address'), said('--health-probe-bind-address'), 9443];
    const service = (name: string) => of('Service').find(({ metadata }) => metadata.name === name)?.spec.ports;
    expect(service('redis-controller-manager-metrics-service')).toHaveLength(1);
    expect(portOf(service('redis-controller-manager-metrics-service')[0].targetPort)).toBe(metrics);
    // The port that API servers ask where a configuration says none.
    expect(service('redis-webhook-service')).toMatchObject([{ port: 443 }]);
    expect(portOf(service('redis-webhook-service')[0].targetPort)).toBe(webhooks);
    expect(portOf(container.livenessProbe.httpGet.port)).toBe(health);
    expect(portOf(container.readinessProbe.httpGet.port)).toBe(health);
    const open = of('NetworkPolicy').flatMap(({ spec }) => spec.ingress.flatMap((rule: AnyObject) => rule.ports));
    expect(open.map(({ port }) => portOf(port)).sort()).toEqual([metrics, webhooks].sort());
  });

  test('has webhooks and certificates ask for the Service that is there', ({ objects }) => {
    const { of, container } = objects;
    const asked = [...of('MutatingWebhookConfiguration'), ...of('ValidatingWebhookConfiguration')].flatMap(
      ({ webhooks }) => webhooks.map((webhook: AnyObject) => webhook.clientConfig.service),
    );
    expect(asked.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      'redis-system/redis-webhook-service',
      'redis-system/redis-webhook-service',
    ]);
    expect(container.env).toContainEqual({ name: 'WEBHOOK_SERVICE_NAME', value: 'redis-webhook-service' });
  });

  test('asks the operator about nothing but Redis, so that no other part of a cluster waits for it', ({ objects }) => {
    const configurations = [
      ...objects.of('MutatingWebhookConfiguration'),
      ...objects.of('ValidatingWebhookConfiguration'),
    ];
    const rules = configurations.flatMap(({ webhooks }) => webhooks.flatMap((webhook: AnyObject) => webhook.rules));
    for (const { apiGroups, resources, operations } of rules) {
      expect({ apiGroups, resources }).toEqual({ apiGroups: ['myapp.tangx.in'], resources: ['redis'] });
      expect(operations).not.toContain('DELETE');
    }
    expect(rules).toHaveLength(2);
  });

  test('has the metrics scraped where they are', ({ objects }) => {
    const [{ spec }] = objects.of('ServiceMonitor') as [AnyObject];
    const found = objects
      .of('Service')
      .filter(({ metadata }) =>
        Object.entries(spec.selector.matchLabels).every(([key, value]) => metadata.labels?.[key] === value),
      );
    expect(found.map(({ metadata }) => metadata.name)).toEqual(['redis-controller-manager-metrics-service']);
    expect(spec.endpoints).toMatchObject([{ port: found[0].spec.ports[0].name, path: '/metrics', scheme: 'https' }]);
  });

  test('keeps one of two replicas while the other goes', ({ objects }) => {
    const { of, deployment, container } = objects;
    expect(deployment.replicas).toBe(2);
    expect(container.args).toContain('--leader-elect');
    expect(of('PodDisruptionBudget').map(({ spec }) => spec)).toMatchObject([{ maxUnavailable: 1 }]);
    const { terminationGracePeriodSeconds } = deployment.template.spec;
    // The manager's gracefulShutdownTimeout.
    expect(terminationGracePeriodSeconds).toBeGreaterThan(container.lifecycle.preStop.sleep.seconds + 30);
  });

  test('asks for memory, limits it, and confines the container further than the standard restricted', ({ objects }) => {
    const { container, deployment } = objects;
    expect(container.resources).toMatchObject({
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '512Mi' },
    });
    expect(container.resources.limits).not.toHaveProperty('cpu');
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(deployment.template.spec).not.toHaveProperty('hostNetwork');
  });

  test('has an overlay for cert-manager, without the rights for certificates of its own', async ({ kubectl }) => {
    const made: readonly AnyObject[] = manifestsIn(
      await kubectl.output(['kustomize', `${CONFIG}/overlays/cert-manager`]),
    );
    const touched = made.flatMap(({ rules = [] }) => rules.flatMap(({ resources = [] }: AnyObject) => resources));
    expect(touched).toEqual(expect.arrayContaining(['pods', 'leases', 'redis']));
    expect(touched.filter(resource => /secrets|webhookconfigurations/.test(resource))).toEqual([]);
    expect(made.filter(({ kind, metadata }) => /Binding/.test(kind) && /certificates/.test(metadata.name))).toEqual([]);
  });

  test('has an overlay for operators outside of the cluster, with rights alone', async ({ kubectl }) => {
    const made = manifestsIn(await kubectl.output(['kustomize', `${CONFIG}/overlays/outside`]));
    expect(new Set(made.map(({ kind }) => kind))).toEqual(
      new Set([
        'Namespace',
        'CustomResourceDefinition',
        'ServiceAccount',
        'Role',
        'ClusterRole',
        'RoleBinding',
        'ClusterRoleBinding',
      ]),
    );
    expect(made.filter(({ metadata }) => metadata.name.includes('webhook'))).toEqual([]);
  });
});
