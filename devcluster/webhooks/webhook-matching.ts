// Whether a webhook is asked about a write, and as what.
import { selects } from '../builtin/rules/label-selector.js';
import type { ApiObject } from '../object/api-object.js';
import { notFound } from '../object/refusals.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store } from '../store/store.js';
import type { AdmittedWrite } from '../strategy/write-context.js';
import type { AdmissionWebhook, WebhookRule, WebhookSpec } from './webhook-configuration.js';

const NAMESPACES = '/namespaces';

/** The kinds that no webhook is asked about: one that fails could not be taken out of its configuration. */
export function isExempt({ group, resource }: ResourceType): boolean {
  return group === 'admissionregistration.k8s.io' && EXEMPT.has(resource);
}

const EXEMPT: ReadonlySet<string> = new Set([
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
]);

/** The namespace of a request. A Namespace is in itself, so to speak. */
export function namespaceOf({ context, name }: AdmittedWrite): string {
  return context.type.storage === NAMESPACES ? name : context.namespace;
}

/** Where a webhook looks for the labels of namespaces, and for other versions of a kind. */
export interface MatchingWorld {
  readonly store: Store;
  readonly registry: ResourceRegistry;
}

/**
 * The version of the resource that a webhook is to see; undefined when it is not asked. Its conditions are another matter.
 * @throws StatusError 404 for a namespace whose labels would decide and that is not there
 */
export function matchingType(
  { spec }: AdmissionWebhook,
  write: AdmittedWrite,
  { store, registry }: MatchingWorld,
): ResourceType | undefined {
  if (!isSelected(spec, write)) return undefined;
  const inNamespace = selectsNamespace(spec, write, store);
  if (inNamespace === false) return undefined;
  const type = typeByRules(spec, write, registry);
  if (type !== undefined && inNamespace === undefined) {
    throw notFound({ group: '', resource: 'namespaces' }, namespaceOf(write));
  }
  return type;
}

function typeByRules(spec: WebhookSpec, write: AdmittedWrite, registry: ResourceRegistry): ResourceType | undefined {
  const { type } = write.context;
  const rules = spec.rules ?? [];
  if (rules.some(rule => isAbout(rule, type, write))) return type;
  if (spec.matchPolicy !== 'Equivalent') return undefined;
  const { subresource } = write.context;
  const others = registry.knownVersionsOf(type.storage).filter(each => each !== type && has(each, subresource));
  for (const rule of rules) {
    const found = others.find(each => isAbout(rule, each, write));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAbout(rule: WebhookRule, type: ResourceType, { context, operation }: AdmittedWrite): boolean {
  return (
    isInScope(rule.scope ?? '*', context.type) &&
    hasOrAll(rule.operations, operation) &&
    hasOrAll(rule.apiGroups, type.group) &&
    hasOrAll(rule.apiVersions, type.version) &&
    rule.resources.some(each => isResource(each, type.resource, context.subresource))
  );
}

/** Of a custom resource each version says for itself what it has. */
function has({ custom, status, scale }: ResourceType, subresource: string): boolean {
  if (!custom || subresource === '') return true;
  return subresource === 'status' ? status : scale !== undefined;
}

function isInScope(scope: string, { namespaced }: ResourceType): boolean {
  return scope === '*' || (scope === 'Namespaced') === namespaced;
}

function hasOrAll(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

/** `pods`, `pods/status`, `pods/*`, `*`, `*\/status`: without a subresource none is meant. */
function isResource(pattern: string, resource: string, subresource: string): boolean {
  const slash = pattern.indexOf('/');
  const [first, second] = slash < 0 ? [pattern, ''] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  return (first === '*' || first === resource) && (second === '*' || second === subresource);
}

function isSelected({ objectSelector }: WebhookSpec, { context, object, old }: AdmittedWrite): boolean {
  if (isEmpty(objectSelector)) return true;
  const { view } = context.request ?? {};
  const matches = (each: ApiObject | undefined): boolean => {
    const shown = each && (view?.of(each) ?? each);
    return shown !== undefined && selects(objectSelector as Selector, shown.metadata.labels ?? {});
  };
  return matches(object) || matches(old);
}

/** Undefined when the namespace is not there. */
function selectsNamespace({ namespaceSelector }: WebhookSpec, write: AdmittedWrite, store: Store): boolean | undefined {
  const { context, operation, object } = write;
  const { storage, namespaced } = context.type;
  if (isEmpty(namespaceSelector) || (!namespaced && storage !== NAMESPACES)) return true;
  const isItself = storage === NAMESPACES && context.subresource === '' && operation !== 'DELETE';
  const found = isItself ? object : store.get({ storage: NAMESPACES, namespace: '', name: namespaceOf(write) });
  return found && selects(namespaceSelector as Selector, found.metadata.labels ?? {});
}

type Selector = Parameters<typeof selects>[0];

function isEmpty(selector: WebhookSpec['objectSelector']): boolean {
  const { matchLabels, matchExpressions } = selector as { matchLabels?: object; matchExpressions?: readonly unknown[] };
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}
