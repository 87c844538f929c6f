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

test.for([
  ['example.com:5000/r:1.2.3', { repository: 'example.com:5000/r', tag: '1.2.3', digest: '' }],
  [`r:1@${DIGEST}`, { repository: 'r', tag: '1', digest: DIGEST }],
  [`example.com/r@${DIGEST}`, { repository: 'example.com/r', tag: '', digest: DIGEST }],
] as const)('the image %s stands in both', async ([image, expected], { kubectl }) => {
  const files = await bundle({ kubectl: kubectl.binary, image });
  expect(files.get('install.yaml')).toContain(`image: ${image}\n`);
  expect((load(files.get('chart/values.yaml') ?? '') as any).image).toMatchObject(expected);
});

test('an image without tag and digest is refused', async ({ kubectl }) => {
  await expect(bundle({ kubectl: kubectl.binary, image: 'example.com:5000/r' })).rejects.toThrow(
    '--image is to have a tag or a digest',
  );
});

describe.skipIf('unavailable' in HELM)('the chart', () => {
  test.for<[string, readonly string[], readonly Kustomization[]]>([
    ['its usual values', [], [{}]],
    ['certificates of cert-manager', ['certManager'], [{}, { components: [`${CONFIG}/certmanager`] }]],
    ['network policies', ['networkPolicy'], [{ resources: ['../network-policy'] }]],
    ['a ServiceMonitor and alerts', ['prometheus'], [{ resources: ['../prometheus'] }]],
    [
      'all of them',
      ['certManager', 'networkPolicy', 'prometheus'],
      [{ resources: ['../network-policy', '../prometheus'] }, { components: [`${CONFIG}/certmanager`] }],
    ],
  ])('makes the same as kustomize with %s', async ([, features, [first = {}, ...layers]], { template, kubectl }) => {
    const usual = await defaultKustomization();
    const resources = [...(usual.resources ?? []), ...(first.resources ?? [])];
    const text = await kustomize(kubectl.binary, { ...usual, resources }, ...layers);
    const expected = manifestsIn(text).filter(({ kind }) => kind !== 'Namespace');
    const made = await template(...features.flatMap(name => ['--set', `${name}.enabled=true`]));
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

  test('names everything after the release, or as it is told, however long that is', async ({
    helm,
    bundled: { chart },
  }) => {
    const names = async (...args: string[]) => {
      const objects = manifestsIn((await helm('template', ...args, '--namespace', '42')).stdout);
      expect(objects.filter(({ metadata }) => ![undefined, '42'].includes(metadata.namespace))).toEqual([]);
      return new Set(
        objects.filter(({ kind }) => kind === 'Service' || kind === 'Deployment').map(({ metadata }) => metadata.name),
      );
    };
    expect(await names('mine', chart)).toContain('mine-webhook-service');
    expect(await names('mine', chart, '--set', 'namePrefix=yours')).toContain('yours-controller-manager');
    const long = await names('r'.repeat(53), chart);
    expect(Math.max(...[...long].map(({ length }) => length))).toBe(63);
  });

  test('has no value without effect, and takes none that it does not know', async ({
    template,
    bundled: { chart },
  }) => {
    const schema = JSON.parse(await readFile(join(chart, 'values.schema.json'), 'utf8'));
    const usual = JSON.stringify(await template());
    for (const [name, other] of otherValues(schema.properties)) {
      const made = JSON.stringify(await template('--set-json', `${name}=${JSON.stringify(other)}`));
      expect(made, name).not.toBe(usual);
    }
    await expect(template('--set', 'replicaCount=3')).rejects.toThrow(/replicaCount/);
    await expect(template('--set', 'image.tga=x')).rejects.toThrow(/tga/);
    await expect(template('--set', 'replicas=two')).rejects.toThrow(/replicas/);
  });

  test('puts values where they belong', async ({ template }) => {
    const said = {
      replicas: 1,
      logLevel: 'info,cache=debug',
      image: { repository: 'example.com/r', tag: '2', digest: DIGEST, pullPolicy: 'Always' },
      args: ['--log-format=text'],
      env: [{ name: 'HTTPS_PROXY', value: 'http://proxy' }],
      resources: null,
      podLabels: { team: 'data' },
    };
    const made = await template(
      ...Object.entries(said).flatMap(([key, value]) => ['--set-json', `${key}=${JSON.stringify(value)}`]),
    );
    const { spec } = made.find(({ kind }) => kind === 'Deployment') as any;
    const [container] = spec.template.spec.containers;
    expect(spec).toMatchObject({ replicas: 1, template: { metadata: { labels: { team: 'data' } } } });
    expect(container).toMatchObject({ image: `example.com/r:2@${DIGEST}`, imagePullPolicy: 'Always' });
    expect(container.args).toEqual(
      expect.arrayContaining(['--leader-elect', '--log-level=info,cache=debug', '--log-format=text']),
    );
    expect(container.env.at(-1)).toEqual(said.env[0]);
    expect(container).not.toHaveProperty('resources');
  });
});

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

/** Each value of a schema by its name, with one that is not its default. */
function otherValues(properties: Record<string, any>, prefix = ''): [string, unknown][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, unknown][] => {
    if (name === 'global') return [];
    if (schema.properties !== undefined) return otherValues(schema.properties, `${prefix}${name}.`);
    const others: Record<string, unknown> = {
      boolean: !schema.default,
      integer: schema.default + 1,
      string: `${schema.default}x`,
      array: [schema.items?.type === 'string' ? '--x' : { name: 'x' }],
      object: { x: 'y' },
    };
    return [[prefix + name, schema.examples?.[0] ?? schema.enum?.at(-1) ?? others[schema.type]]];
  });
}
