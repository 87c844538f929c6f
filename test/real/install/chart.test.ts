// The Helm chart is what kustomize makes of config/, for Helm: with the same values it is the same.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { bundle } from '../../../hack/bundle/bundle.js';
import {
  CONFIG,
  defaultKustomization,
  type Kustomization,
  kustomize,
  type Manifest,
  manifestsIn,
} from '../../../hack/bundle/kustomize.js';
import { HELM, test } from './helm-fixture.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test('install.yaml is what kubectl apply -k config/default applies', async ({ bundled: { files }, kubectl }) => {
  const applied = manifestsIn(await kubectl.output(['kustomize', join(CONFIG, 'default')]));
  expect(manifestsIn(files.get('install.yaml') ?? '')).toEqual(applied);
});

test('another image stands in both', async ({ kubectl }) => {
  const image = `example.com:5000/r:1.2.3@${DIGEST}`;
  const files = await bundle({ kubectl: kubectl.binary, image });
  expect(files.get('install.yaml')).toContain(`image: ${image}\n`);
  const { image: value } = load(files.get('chart/values.yaml') ?? '') as any;
  expect(value).toMatchObject({ repository: 'example.com:5000/r', tag: '1.2.3', digest: DIGEST });
});

describe.skipIf('unavailable' in HELM)('the chart', () => {
  test.for<[string, readonly string[], readonly Kustomization[]]>([
    ['its usual values', [], [{}]],
    ['certificates of cert-manager', enabled('certManager'), [{}, { components: [`${CONFIG}/certmanager`] }]],
    ['network policies', enabled('networkPolicy'), [{ resources: ['../network-policy'] }]],
    ['a ServiceMonitor and alerts', enabled('prometheus'), [{ resources: ['../prometheus'] }]],
    [
      'all of them, under other names in another namespace',
      [...enabled('certManager', 'networkPolicy', 'prometheus'), '--set=namePrefix=mine', '--namespace=n42'],
      [
        { resources: ['../network-policy', '../prometheus'], namePrefix: 'mine-', namespace: 'n42' },
        { components: [`${CONFIG}/certmanager`] },
      ],
    ],
  ])('makes the same as kustomize with %s', async ([, args, [first = {}, ...layers]], { template, kubectl }) => {
    const usual = await defaultKustomization();
    const resources = [...(usual.resources ?? []), ...(first.resources ?? [])];
    const text = await kustomize(kubectl.binary, { ...usual, ...first, resources }, ...layers);
    const expected = manifestsIn(text).filter(({ kind }) => kind !== 'Namespace');
    const made = await template(...args);
    expect(made.map(withoutHelm).sort(byName)).toEqual(expected.map(withoutHelm).sort(byName));
  });

  test('has what Helm looks for at every object, and keeps definitions', async ({ template }) => {
    const objects = await template();
    expect(objects.map(({ metadata }) => metadata.labels)).toEqual(
      objects.map(() =>
        expect.objectContaining({
          'app.kubernetes.io/managed-by': 'Helm',
          'app.kubernetes.io/instance': 'redis',
          'helm.sh/chart': expect.stringMatching(/^redis-operator-\d/),
        }),
      ),
    );
    const kept = (all: readonly Manifest[]) =>
      all
        .filter(({ metadata }) => (metadata.annotations as any)?.['helm.sh/resource-policy'] === 'keep')
        .map(({ kind }) => kind);
    expect(kept(objects)).toEqual(['CustomResourceDefinition']);
    expect(kept(await template('--set', 'crds.keep=false'))).toEqual([]);
    expect((await template('--set', 'crds.install=false')).map(({ kind }) => kind)).not.toContain(
      'CustomResourceDefinition',
    );
  });

  test('passes helm lint, also strictly', async ({ helm, bundled: { chart } }) => {
    expect((await helm('lint', '--strict', chart)).stdout).toContain('1 chart(s) linted, 0 chart(s) failed');
  });

  test.for<readonly [string, string]>([
    ['mine', 'mine'],
    ['my.own', 'my-own'],
    ['r'.repeat(53), 'r'.repeat(28)],
  ])(
    'has names that the API server takes, as the release %s',
    async ([release, prefix], { helm, bundled: { chart } }) => {
      const objects = manifestsIn((await helm('template', release, chart, '--namespace', '42')).stdout);
      expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set([undefined, '42']));
      const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
      expect(services.toSorted()).toEqual([
        `${prefix}-controller-manager-metrics-service`,
        `${prefix}-webhook-service`,
      ]);
      expect(Math.max(...services.map(({ length }) => length))).toBeLessThanOrEqual(63);
    },
  );

  test('puts each value where it belongs, and has no others', async ({ template, bundled: { chart } }) => {
    const said: Record<string, unknown> = {
      replicas: 5,
      'image.repository': 'example.com/r',
      'image.tag': '2',
      'image.digest': DIGEST,
      'image.pullPolicy': 'Always',
      imagePullSecrets: [{ name: 'pull' }],
      logLevel: 'info,cache=debug',
      args: ['--log-format=text'],
      env: [{ name: 'HTTPS_PROXY', value: 'http://proxy' }],
      resources: { limits: { memory: '1Gi', cpu: '2' }, requests: null },
      podLabels: { team: 'data' },
      podAnnotations: { why: 'so' },
      priorityClassName: 'high',
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'infra', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      topologySpreadConstraints: null,
    };
    const ofTheWhole = ['certManager', 'networkPolicy', 'prometheus'].map(name => `${name}.enabled`);
    const known = JSON.parse(await readFile(join(chart, 'values.schema.json'), 'utf8')).properties;
    expect(namesOf(known).sort()).toEqual(
      [...Object.keys(said), ...ofTheWhole, 'namePrefix', 'crds.install', 'crds.keep', 'global'].sort(),
    );
    const made = await template(
      ...Object.entries(said).flatMap(([key, value]) => ['--set-json', `${key}=${JSON.stringify(value)}`]),
    );
    const { spec } = made.find(({ kind }) => kind === 'Deployment') as any;
    expect(spec.replicas).toBe(5);
    expect(spec.template.metadata).toMatchObject({ labels: said.podLabels, annotations: said.podAnnotations });
    const { containers, topologySpreadConstraints, ...pod } = spec.template.spec;
    const { imagePullSecrets, priorityClassName, nodeSelector, tolerations, affinity } = said;
    expect(pod).toMatchObject({ imagePullSecrets, priorityClassName, nodeSelector, tolerations, affinity });
    expect(topologySpreadConstraints).toBeUndefined();
    const [{ args, env, ...container }] = containers;
    expect(container).toMatchObject({ image: `example.com/r:2@${DIGEST}`, imagePullPolicy: 'Always' });
    expect(container.resources).toEqual({ limits: { memory: '1Gi', cpu: '2' } });
    expect(args).toEqual(
      expect.arrayContaining(['--leader-elect', '--log-level=info,cache=debug', '--log-format=text']),
    );
    expect(env.map(({ name }: any) => name)).toEqual(['POD_NAMESPACE', 'WEBHOOK_SERVICE_NAME', 'HTTPS_PROXY']);
  });

  test('refuses what it does not know, and what is of another kind, by name', async ({ template }) => {
    // The message of the error has the command in it.
    const said = async (values: string): Promise<string> =>
      await template('--set', values).then(
        () => 'nothing',
        ({ stderr }) => stderr,
      );
    const wrong = await said('replicaCount=3,image.tga=x,replicas=two,crds.keep=1');
    expect(wrong).toContain('replicaCount');
    expect(wrong).toContain('tga');
    expect(wrong).toMatch(/replicas'?: .*integer/);
    expect(wrong).toMatch(/crds.keep'?: .*boolean/);
    expect(await said('logLevel=loud')).toMatch(/logLevel'?: .*\(debug\|info\|warn\|error\|fatal\)/);
    expect(await said('image.tag=')).toContain('image.tag, image.digest: say one of them');
  });
});

function enabled(...features: readonly string[]): string[] {
  return features.map(name => `--set=${name}.enabled=true`);
}

/** Without what Helm and kustomize say of themselves. */
function withoutHelm({ metadata, ...object }: Manifest): object {
  const { labels = {}, annotations = {}, ...rest } = metadata as any;
  const ours = (all: object) =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([key]) => !/^(helm\.sh\/|app\.kubernetes\.io\/(managed-by|instance|version)$)/.test(key),
      ),
    );
  return { ...object, metadata: { ...rest, labels: ours(labels), annotations: ours(annotations) } };
}

function byName(one: object, other: object): number {
  const nameOf = ({ kind, metadata }: any) => `${kind}/${metadata.name}/${metadata.namespace}`;
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

/** The values of a schema by their names, such as `image.tag`. */
function namesOf(properties: Record<string, any>, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.properties === undefined ? [prefix + name] : namesOf(schema.properties, `${prefix}${name}.`),
  );
}
