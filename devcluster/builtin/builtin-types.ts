// The built-in kinds as resources that the server serves.

import { type GroupVersionKind, publishedSchemas } from '../../schema/published/published-schemas.js';
import type { JsonObject } from '../object/json.js';
import type { ResourceType, ResourceVerb, ScalePaths, TablePrinter } from '../registry/resource-type.js';
import { builtinRules } from './builtin-rules.js';
import { builtinSchema } from './builtin-schemas.js';
import { type DiscoveredResource, discoveredResources } from './data.js';
import { decodeBuiltin } from './decode-builtin.js';
import { FIELD_LABELS } from './field-labels.js';
import { goForm } from './go-form.js';
import { NAME_AND_AGE } from './name-and-age.js';

/** A subresource of a built-in resource, as discovery lists it. */
export interface BuiltinSubresource {
  /** `status`, `scale`, `eviction`, `log`. */
  readonly name: string;
  readonly kind: GroupVersionKind;
  readonly verbs: readonly string[];
}

/**
 * All built-in resources, in discovery's order. Those that can only be created (Binding, the reviews) are answered and
 * not stored. Two versions of HorizontalPodAutoscaler share a storage, and so do the Events of both groups: what is read
 * in another version than it was written in goes through `convertBuiltin`.
 *
 * The scale paths of built-in kinds lead to a LabelSelector (of a ReplicationController to a map), not to a text.
 * @param printerOf the columns of a kind. Default: Name and Age
 */
export function builtinTypes(
  printerOf: (kind: GroupVersionKind) => TablePrinter | undefined = () => undefined,
): readonly ResourceType[] {
  return [...discoveredResources()].flatMap(([key, resource]) =>
    resource.name.includes('/') ? [] : [typeOf(groupVersionOf(key), resource, printerOf)],
  );
}

/** The subresources of a built-in resource. */
export function builtinSubresources({ group, version, resource }: ResourceType): readonly BuiltinSubresource[] {
  const prefix = `${apiVersionOf(group, version)} ${resource}/`;
  return [...discoveredResources()].flatMap(([key, sub]) => {
    if (!key.startsWith(prefix)) return [];
    const kind = { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind };
    // Discovery leaves out the group of a subresource that is of the core group.
    return [
      { name: key.slice(prefix.length), kind: sub.version === undefined ? { ...kind, group } : kind, verbs: sub.verbs },
    ];
  });
}

/** The name of a built-in kind's schema in OpenAPI; undefined when there is none. */
export function schemaNameOf({ group, version, kind }: GroupVersionKind): string | undefined {
  schemaNames ??= new Map(
    [...publishedSchemas()].flatMap(([name, { 'x-kubernetes-group-version-kind': kinds = [] }]) =>
      kinds.length === 1 ? kinds.map(each => [kindKey(each), name] as const) : [],
    ),
  );
  return schemaNames.get(kindKey({ group, version, kind }));
}

let schemaNames: ReadonlyMap<string, string> | undefined;

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}

function typeOf(
  { group, version }: { readonly group: string; readonly version: string },
  discovered: DiscoveredResource,
  printerOf: (kind: GroupVersionKind) => TablePrinter | undefined,
): ResourceType {
  const { name, kind, singularName, shortNames = [], categories = [], namespaced, verbs } = discovered;
  const gvk = { group, version, kind };
  const key = `${apiVersionOf(group, version)} ${name}`;
  const scale = discoveredResources().has(`${key}/scale`) ? SCALE : undefined;
  const fieldLabels = FIELD_LABELS[`${group}/${name}`];
  const status = discoveredResources().has(`${key}/status`);
  const schemaName = schemaNameOf(gvk);
  if (schemaName === undefined) throw new Error(`there is no schema of ${kindKey(gvk)}`);
  return {
    ...gvk,
    listKind: `${kind}List`,
    resource: name,
    singular: singularName,
    shortNames,
    categories,
    namespaced,
    storage: SHARED_STORAGE[`${group}/${name}`] ?? `${group}/${name}`,
    verbs: verbs as readonly ResourceVerb[],
    // Worked out when it is first needed: all of them together take longer than the server's start may.
    get schema() {
      return builtinSchema(schemaName);
    },
    custom: false,
    status,
    ...(scale && { scale }),
    ...(fieldLabels && { fieldLabels }),
    printer: printerOf(gvk) ?? NAME_AND_AGE,
    ...(DEPRECATED[key] !== undefined && { deprecationWarning: DEPRECATED[key] }),
    empty: () => goForm({ apiVersion: apiVersionOf(group, version), kind }) as JsonObject,
    decode: object => decodeBuiltin(object),
    rules: builtinRules(group, name, status),
  };
}

const SCALE: ScalePaths = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
};

/** What using a resource is warned of. */
const DEPRECATED: Readonly<Record<string, string>> = {
  'v1 endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

const SHARED_STORAGE: Readonly<Record<string, string>> = { 'events.k8s.io/events': '/events' };

function groupVersionOf(key: string): { readonly group: string; readonly version: string } {
  const [apiVersion = ''] = key.split(' ');
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? { group: '', version: group } : { group, version };
}

function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
