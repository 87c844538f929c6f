// What admins install, made of config/: one file for kubectl, and a Helm chart.
import { readFileSync } from 'node:fs';
import { type ChartSources, chartFiles, PLACEHOLDERS } from './chart.js';
import type { Feature } from './chart-values.js';
import { imageName } from './image-name.js';
import { CONFIG, defaultKustomization, type Kustomization, kustomize, manifestsIn } from './kustomize.js';

/** How to make it. */
export interface BundleOptions {
  /** The path of a kubectl. */
  readonly kubectl: string;
  /** The operator's image, such as `example.com/redis-operator:1.2.3`. Default: as config/manager has it. */
  readonly image?: string;
}

/** What can be added to `config/default`, each a value of the chart. */
const FEATURES: readonly (Feature & Pick<Kustomization, 'resources' | 'components'>)[] = [
  {
    name: 'certManager',
    about: "Whether cert-manager issues the webhooks' certificate, in place of the operator itself.",
    components: [`${CONFIG}/certmanager`],
  },
  {
    name: 'networkPolicy',
    about: 'Whether metrics are open to namespaces with the label metrics=enabled alone.',
    resources: ['../network-policy'],
  },
  {
    name: 'prometheus',
    about: 'Whether there are a ServiceMonitor and alerts, for which the Prometheus operator has to be there.',
    resources: ['../prometheus'],
  },
];

/**
 * The files below `dist/`: paths and texts. `install.yaml` has what `kubectl apply -k config/default` applies, and `chart/`
 * the same for Helm.
 * @throws Error with what kubectl says, for a config/ that kustomize cannot build; for an image without tag and digest
 */
export async function bundle({ kubectl, image }: BundleOptions): Promise<ReadonlyMap<string, string>> {
  const base = await defaultKustomization();
  const images = image === undefined ? [] : [{ images: [newImage(image)] }];
  const built = async (change: Kustomization, ...layers: readonly Kustomization[]) =>
    await kustomize(kubectl, { ...base, ...change }, ...layers, ...images);

  const install = await built({});
  const features = FEATURES.map(async ({ name, about, resources = [], components = [] }) => {
    const added = { ...PLACEHOLDERS, resources: [...(base.resources ?? []), ...resources] };
    const objects = manifestsIn(await built(added, ...(components.length > 0 ? [{ components }] : [])));
    return { name, about, objects };
  });
  const sources: ChartSources = {
    version: VERSION,
    description: 'An operator for Redis: sets of Redis Pods, kept at the wished number.',
    objects: manifestsIn(await built(PLACEHOLDERS)),
    features: await Promise.all(features),
  };
  const chart = [...chartFiles(sources)].map(([path, text]) => [`chart/${path}`, text] as const);
  const header = `# The Redis operator ${VERSION}: kubectl apply -f install.yaml\n`;
  return new Map([['install.yaml', header + install], ...chart]);
}

const VERSION: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** The image in config/manager becomes this one. */
function newImage(image: string): object {
  const { repository, tag, digest } = imageName(image);
  return { name: 'redis-operator', newName: repository, ...(tag && { newTag: tag }), ...(digest && { digest }) };
}
