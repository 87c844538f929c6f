// What the writer of a Pod, or of a template of Pods, is told though it is taken.
import { child, count, type Draft, items, text } from '../draft.js';
import { brokenBytes } from './pod-resources.js';

/**
 * Source: `warningsForPodSpecAndMeta` in pkg/api/pod of Kubernetes.
 * @param owner the Pod or the template
 * @param path of it: empty for a Pod
 */
export function podWarnings(owner: Draft, path = ''): readonly string[] {
  const spec = child(owner, 'spec') ?? {};
  const at = `${path}spec`;
  const lists = ['initContainers', 'containers'].flatMap(list =>
    items(spec, list).map((container, index) => ({ container, at: `${at}.${list}[${index}]` })),
  );
  return [
    ...labelWarnings(spec, at),
    ...annotationWarnings(child(owner, 'metadata', 'annotations') ?? {}, lists, `${path}metadata.annotations`),
    ...items(spec, 'volumes').flatMap((volume, index) => volumeWarnings(volume, `${at}.volumes[${index}]`)),
    ...aliasWarnings(items(spec, 'hostAliases'), `${at}.hostAliases`),
    ...secretWarnings(items(spec, 'imagePullSecrets'), `${at}.imagePullSecrets`),
    ...lists.flatMap(each => [...amountWarnings(each), ...variableWarnings(each)]),
    ...brokenBytes(child(spec, 'overhead')).map(([name, why]) => `${at}.overhead[${name}]: ${why}`),
    ...portWarnings(lists),
  ];
}

interface Placed {
  readonly container: Draft;
  readonly at: string;
}

const OLD_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

function labelWarnings(spec: Draft, path: string): readonly string[] {
  const old = (label: string, at: string) =>
    OLD_LABELS[label] === undefined ? [] : [`${at}: ${label} is ${OLD_LABELS[label]}`];
  return [
    ...Object.keys(child(spec, 'nodeSelector') ?? {}).flatMap(key =>
      OLD_LABELS[key] === undefined ? [] : [`${path}.nodeSelector[${key}]: ${OLD_LABELS[key]}`],
    ),
    ...nodeTerms(child(spec, 'affinity', 'nodeAffinity'), `${path}.affinity.nodeAffinity`).flatMap(([term, at]) =>
      items(term, 'matchExpressions').flatMap((each, index) =>
        old(text(each, 'key'), `${at}.matchExpressions[${index}].key`),
      ),
    ),
    ...items(spec, 'topologySpreadConstraints').flatMap((each, index) => {
      const at = `${path}.topologySpreadConstraints[${index}]`;
      return [
        ...old(text(each, 'topologyKey'), `${at}.topologyKey`),
        ...(child(each, 'labelSelector') === undefined
          ? [`${at}.labelSelector: a null labelSelector results in matching no pod`]
          : []),
      ];
    }),
  ];
}

function nodeTerms(affinity: Draft | undefined, path: string): readonly (readonly [Draft, string])[] {
  const wanted = 'requiredDuringSchedulingIgnoredDuringExecution';
  const liked = 'preferredDuringSchedulingIgnoredDuringExecution';
  return [
    ...items(child(affinity, wanted), 'nodeSelectorTerms').map(
      (term, index) => [term, `${path}.${wanted}.nodeSelectorTerms[${index}]`] as const,
    ),
    ...items(affinity, liked).map(
      (each, index) => [child(each, 'preference') ?? {}, `${path}.${liked}[${index}].preference`] as const,
    ),
  ];
}

/** Annotations that were fields before they were fields. */
function annotationWarnings(annotations: Draft, containers: readonly Placed[], path: string): readonly string[] {
  const said = (key: string, why: string) => (Object.hasOwn(annotations, key) ? [`${path}[${key}]: ${why}`] : []);
  const each = (prefix: string, why: string) =>
    containers.flatMap(({ container }) => said(`${prefix}/${text(container, 'name')}`, why));
  const seccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead';
  return [
    ...each(
      'container.apparmor.security.beta.kubernetes.io',
      'deprecated since v1.30; use the "appArmorProfile" field instead',
    ),
    ...said(
      'scheduler.alpha.kubernetes.io/critical-pod',
      'non-functional in v1.16+; use the "priorityClassName" field instead',
    ),
    ...said('security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'),
    ...said('security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'),
    ...said('seccomp.security.alpha.kubernetes.io/pod', seccomp),
    ...each('container.seccomp.security.alpha.kubernetes.io', seccomp),
  ];
}

const OLD_VOLUMES: Readonly<Record<string, string>> = {
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
};

function volumeWarnings(volume: Draft, path: string): readonly string[] {
  const claimed = child(volume, 'ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'requests');
  const at = `${path}.ephemeral.volumeClaimTemplate.spec.resources.requests`;
  return [
    ...Object.entries(OLD_VOLUMES).flatMap(([name, why]) =>
      child(volume, name) === undefined ? [] : [`${path}.${name}: ${why}`],
    ),
    ...brokenBytes(claimed).map(([name, why]) => `${at}[${name}]: ${why}`),
    ...items(child(volume, 'projected'), 'sources').flatMap(source =>
      Object.keys(source).length === 0
        ? [`volume ${JSON.stringify(volume.name)} (Projected) has no sources provided`]
        : [],
    ),
  ];
}

function aliasWarnings(aliases: readonly Draft[], path: string): readonly string[] {
  const seen = new Set<string>();
  return aliases.flatMap((alias, index) => {
    const ip = text(alias, 'ip');
    const twice = seen.has(ip);
    seen.add(ip);
    return twice ? [`${path}[${index}].ip: duplicate ip ${JSON.stringify(ip)}`] : [];
  });
}

function secretWarnings(secrets: readonly Draft[], path: string): readonly string[] {
  const names = secrets.map(secret => text(secret, 'name'));
  const seen = new Set<string>();
  const twice = names.flatMap((name, index) => {
    const known = seen.has(name);
    seen.add(name);
    return known ? [`${path}[${index}].name: duplicate name ${JSON.stringify(name)}`] : [];
  });
  const nameless = names.flatMap((name, index) =>
    name === '' ? [`${path}[${index}].name: invalid empty name ""`] : [],
  );
  return [...twice, ...nameless];
}

function amountWarnings({ container, at }: Placed): readonly string[] {
  return ['limits', 'requests'].flatMap(list =>
    brokenBytes(child(container, 'resources', list)).map(([name, why]) => `${at}.resources.${list}[${name}]: ${why}`),
  );
}

/** A variable that goes on from an earlier one of its name is meant to. */
function variableWarnings({ container, at }: Placed): readonly string[] {
  const seen = new Set<string>();
  return items(container, 'env').flatMap((each, index) => {
    const name = text(each, 'name');
    const hides = seen.has(name) && !text(each, 'value').includes(`$(${name})`);
    seen.add(name);
    if (!hides) return [];
    return [
      `${at}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
    ];
  });
}

/** No client reads more; a server cuts them off, too. */
const MOST_PORT_WARNINGS = 64;

function portWarnings(containers: readonly Placed[]): readonly string[] {
  const known = new Map<string, { readonly port: Draft; readonly at: string }[]>();
  const warnings: string[] = [];
  for (const { container, at } of containers) {
    // Init containers that end are gone when others listen.
    if (at.includes('.initContainers[') && container.restartPolicy !== 'Always') continue;
    for (const [index, port] of items(container, 'ports').entries()) {
      const here = `${at}.ports[${index}]`;
      const key = `${count(port, 'containerPort')}/${text(port, 'protocol')}`;
      const others = known.get(key) ?? [];
      for (const other of others) {
        const how = overlap(port, other.port);
        if (how !== undefined) warnings.push(`${here}: ${how} port definition with ${other.at}`);
        if (warnings.length === MOST_PORT_WARNINGS) return warnings;
      }
      known.set(key, others);
      others.push({ port, at: here });
    }
  }
  return warnings;
}

function overlap(one: Draft, other: Draft): 'duplicate' | 'overlapping' | undefined {
  const [host, otherHost] = [count(one, 'hostPort'), count(other, 'hostPort')];
  if (host === otherHost && text(one, 'hostIP') === text(other, 'hostIP')) return 'duplicate';
  if (host === 0 || otherHost === 0) return 'overlapping';
  const anywhere = text(one, 'hostIP') === '' || text(other, 'hostIP') === '';
  return host === otherHost && anywhere ? 'overlapping' : undefined;
}
