// In what the shapes of two versions of a kind differ: fields that only one has, and fields of unlike types.
import type { ResourceModel } from '../model/api-model.js';
import type { SchemaNode } from '../model/schema-node.js';

type Version = Pick<ResourceModel, 'version' | 'schema'>;

/** Each as text, such as `.spec.tls is only in v2`. What rules, defaults and descriptions say makes no difference. */
export function shapeDifferences(left: Version, right: Version): readonly string[] {
  return within(left.schema, right.schema, '', left, right);
}

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

function within(a: SchemaNode, b: SchemaNode, path: string, left: Version, right: Version): readonly string[] {
  if (isOpen(a) || isOpen(b)) return [];
  if (a.type !== b.type) {
    return [`${path} is ${a.type ?? 'open'} in ${left.version} and ${b.type ?? 'open'} in ${right.version}`];
  }
  const below = (one: SchemaNode | undefined, other: SchemaNode | undefined, at: string) =>
    one && other ? within(one, other, at, left, right) : [];
  if (a.additionalProperties !== undefined || b.additionalProperties !== undefined) {
    if (a.additionalProperties && b.additionalProperties)
      return below(a.additionalProperties, b.additionalProperties, `${path}.*`);
    return [`${path} is a map in only one of them`];
  }
  const names = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})]);
  const fields = [...names]
    .filter(name => path !== '' || !HEAD.has(name))
    .flatMap(name => {
      const [one, other] = [a.properties?.[name], b.properties?.[name]];
      const at = `${path}.${name}`;
      if (one && other) return within(one, other, at, left, right);
      return [`${at} is only in ${one ? left.version : right.version}`];
    });
  return [...fields, ...below(a.items, b.items, `${path}[*]`)];
}

/** Takes what the other has, whatever that is. */
function isOpen(schema: SchemaNode): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}
