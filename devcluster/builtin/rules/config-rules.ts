// ConfigMaps, Secrets, claims and volumes, and other kinds that hold settings.
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, type Draft, draftOf, items, text } from '../draft.js';
import { CLAIM_RULES } from './claim-rules.js';
import { configKeyProblems } from './config-key.js';
import { changed } from './problems.js';

/** By `group/resource`. */
export const CONFIG_RULES: Readonly<Record<string, KindRules>> = {
  '/configmaps': {
    validate: (object, old) => {
      const map = draftOf(object);
      const binary = child(map, 'binaryData') ?? {};
      return [
        ...(old === undefined ? [] : immutableProblems(map, draftOf(old), ['data', 'binaryData'])),
        ...Object.keys(child(map, 'data') ?? {}).flatMap(key => [
          ...keyProblems(key, 'data'),
          ...(Object.hasOwn(binary, key)
            ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')]
            : []),
        ]),
        ...Object.keys(binary).flatMap(key => keyProblems(key, 'binaryData')),
        ...sizeProblems(child(map, 'data') ?? {}, binary),
      ];
    },
  },
  '/secrets': {
    validate: (object, old) => {
      const secret = draftOf(object);
      const before = old && draftOf(old);
      return [
        ...(before === undefined ? [] : changed(secret.type, before.type, 'type')),
        ...(before === undefined ? [] : immutableProblems(secret, before, ['data'])),
        ...Object.keys(child(secret, 'data') ?? {}).flatMap(key => keyProblems(key, 'data')),
        ...typeProblems(secret),
      ];
    },
  },
  '/persistentvolumeclaims': CLAIM_RULES,
  '/persistentvolumes': {
    prepareForCreate: object => {
      const volume = draftOf(object);
      volume.status = { phase: 'Pending', lastPhaseTransitionTime: object.metadata.creationTimestamp };
      return volume as unknown as ApiObject;
    },
    validate: object => {
      const spec = child(draftOf(object), 'spec') ?? {};
      const sources = Object.keys(spec).filter(name => !VOLUME_FIELDS.has(name));
      return [
        ...(items(spec, 'accessModes').length === 0 ? [required('spec.accessModes')] : []),
        ...(child(spec, 'capacity') === undefined
          ? [required('spec.capacity'), notSupported('spec.capacity', null, ['storage'])]
          : []),
        ...(sources.length === 0 ? [required('spec', 'must specify a volume type')] : []),
      ];
    },
  },
  'storage.k8s.io/storageclasses': {
    validate: (object, old) => {
      const storage = draftOf(object);
      const before = old && draftOf(old);
      const fixed = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'];
      return [
        ...(text(storage, 'provisioner') === '' ? [required('provisioner')] : []),
        ...(before === undefined
          ? []
          : fixed.flatMap(name =>
              name === 'parameters' && !sameJson(storage[name], before[name])
                ? [forbidden(name, 'updates to parameters are forbidden.')]
                : changed(storage[name], before[name], name),
            )),
      ];
    },
  },
  'scheduling.k8s.io/priorityclasses': {
    generation: true,
    validate: (object, old) => {
      const { value, metadata } = draftOf(object) as Draft & { readonly metadata: Draft };
      if (old !== undefined) {
        return value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')];
      }
      if (Number(value) <= 1_000_000_000 || text(metadata, 'name').startsWith('system-')) return [];
      return [forbidden('value', 'maximum allowed value of a user defined priority is 1000000000')];
    },
  },
  'coordination.k8s.io/leases': {
    createOnUpdate: true,
    unconditionalUpdate: false,
    validate: object => {
      const spec = child(draftOf(object), 'spec') ?? {};
      const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec;
      return [
        ...(typeof duration === 'number' && duration <= 0
          ? [invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')]
          : []),
        ...(typeof transitions === 'number' && transitions < 0
          ? [invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
          : []),
      ];
    },
  },
  '/limitranges': { createOnUpdate: true },
  '/nodes': {
    validate: object =>
      items(child(draftOf(object), 'spec') ?? {}, 'taints').flatMap(({ effect }, index) =>
        TAINT_EFFECTS.includes(String(effect))
          ? []
          : [notSupported(`metadata.taints[${index}].effect`, effect, TAINT_EFFECTS)],
      ),
  },
  '/resourcequotas': { validate: object => scopeProblems(child(draftOf(object), 'spec') ?? {}) },
};

/** All values together, in bytes. */
function sizeProblems(data: Draft, binaryData: Draft): readonly FieldError[] {
  const bytes = (values: Draft, encoding: 'utf8' | 'base64') =>
    Object.values(values).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value), encoding), 0);
  if (bytes(data, 'utf8') + bytes(binaryData, 'base64') <= MAX_DATA) return [];
  const message = `Too long: may not be more than ${MAX_DATA} bytes`;
  return [{ reason: 'FieldValueTooLong', field: '[]', message }];
}

const MAX_DATA = 1024 * 1024;

/** Once `immutable` is true it stays so, and what it guards with it. */
function immutableProblems(object: Draft, old: Draft, guarded: readonly string[]): readonly FieldError[] {
  if (old.immutable !== true) return [];
  const names = [
    ...(object.immutable === true ? [] : ['immutable']),
    ...guarded.filter(name => !sameJson(object[name], old[name])),
  ];
  return names.map(name => forbidden(name, 'field is immutable when `immutable` is set'));
}

/** A scope looks at Pods, and one of them at nothing but their number. */
function scopeProblems(spec: Draft): readonly FieldError[] {
  const scopes = Array.isArray(spec.scopes) ? spec.scopes : [];
  const limited = Object.keys(child(spec, 'hard') ?? {})
    .filter(resource => STANDARD_QUOTAS.has(resource))
    .sort();
  return scopes.flatMap(scope => {
    if (!POD_SCOPES.has(String(scope))) return [invalid('spec.scopes', scopes, 'unsupported scope')];
    return limited
      .filter(resource => !(resource === 'pods' || (scope !== 'BestEffort' && COMPUTE_QUOTAS.has(resource))))
      .map(() => invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
  });
}

const POD_SCOPES = new Set([
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
]);
const COMPUTE_QUOTAS = new Set(['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']);
const STANDARD_QUOTAS = new Set([
  ...COMPUTE_QUOTAS,
  'ephemeral-storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'requests.storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
function keyProblems(key: string, field: string): readonly FieldError[] {
  return configKeyProblems(key).map(problem => invalid(`${field}[${key}]`, key, problem));
}

const WANTED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function typeProblems(secret: Draft): readonly FieldError[] {
  const data = child(secret, 'data') ?? {};
  const type = text(secret, 'type');
  if (type === 'kubernetes.io/basic-auth') {
    const named = Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password');
    return named ? [] : [required('data[username]'), required('data[password]')];
  }
  return (WANTED_KEYS[type] ?? []).flatMap(key => {
    if (!Object.hasOwn(data, key)) return [required(`data[${key}]`)];
    return key.startsWith('.') ? configProblems(String(data[key]), key) : [];
  });
}

function configProblems(value: string, key: string): readonly FieldError[] {
  const json = Buffer.from(value, 'base64').toString();
  try {
    JSON.parse(json);
    return [];
  } catch {
    const detail = `invalid character '${json.slice(0, 1)}' looking for beginning of value`;
    return [invalid(`data[${key}]`, '<secret contents redacted>', detail)];
  }
}

const VOLUME_FIELDS: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);
