// The URL paths of kinds and objects, and query strings.
import type { KindInfo } from '../../decorators/kind.js';
import type { Labels } from '../meta/label-requirement.js';
import { type LabelSelector, selectorText } from '../meta/label-selector.js';
import type { ObjectKey } from '../meta/object-key.js';

/** The path of all objects of a kind: in one namespace, or in all of them. */
export function collectionPath(info: KindInfo, namespace?: string): string {
  const root = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`;
  if (namespace === undefined) return `${root}/${info.plural}`;
  if (info.scope === 'Cluster') throw new TypeError(`${info.kind} is cluster-scoped: it is in no namespace`);
  return `${root}/namespaces/${pathSegment(namespace, `namespace of a ${info.kind}`)}/${info.plural}`;
}

/** Where new objects go: for a namespaced kind the namespace must be said. */
export function creationPath(info: KindInfo, namespace: string | undefined): string {
  if (info.scope === 'Namespaced' && namespace === undefined) {
    throw new TypeError(`${info.kind} is namespaced: its namespace must be said`);
  }
  return collectionPath(info, namespace);
}

/**
 * The path of an object, or of a subresource of it.
 * @throws TypeError when the name or the namespace is missing, superfluous or would change the path
 */
export function objectPath(info: KindInfo, key: ObjectKey, subresource?: string): string {
  if (!key) throw new TypeError(`which ${info.kind}? The key is ${key}`);
  const { namespace, name } = key;
  const path = `${creationPath(info, namespace)}/${pathSegment(name, `name of a ${info.kind}`)}`;
  return subresource === undefined ? path : `${path}/${pathSegment(subresource, `subresource of a ${info.kind}`)}`;
}

/** The query string of a selection; a label selector in any form becomes a text. */
export function selectionText<S extends Selection>(selection: S & QueryOf<S>): string {
  const { labelSelector } = selection;
  const text = typeof labelSelector === 'object' ? { labelSelector: selectorText(labelSelector) } : {};
  // In the order of the given ones.
  return queryText({ ...(selection as Parameters), ...text });
}

interface Selection {
  readonly labelSelector?: string | LabelSelector | Labels | undefined;
}

/** Everything but the label selector is a parameter as it is. */
type QueryOf<S> = { readonly [K in Exclude<keyof S, 'labelSelector'>]?: Parameters[string] };

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** The query string of the parameters that are there, with its `?`; empty when none is. */
export function queryText(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query}`;
}

/** The rule of apimachinery's `path.ValidatePathSegmentName`: names that could reach another object are refused. */
function pathSegment(text: unknown, what: string): string {
  if (typeof text !== 'string' || text === '') throw new TypeError(`the ${what} is missing`);
  if (text === '.' || text === '..' || /[/%]/.test(text)) {
    throw new TypeError(`the ${what} may not be "." or ".." nor contain "/" or "%", got ${JSON.stringify(text)}`);
  }
  return encodeURIComponent(text);
}
