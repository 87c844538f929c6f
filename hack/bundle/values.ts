// The values of the chart: what may be said in them, and what is if nothing is said.
import { dump } from 'js-yaml';
import type { Json, JsonObject } from './kustomize.js';

/** One value. */
export interface ChartValue {
  /** Such as `image.tag`. */
  readonly name: string;
  /** For who reads values.yaml. */
  readonly about: string;
  /** What may be said, as JSON Schema has it. */
  readonly schema: JsonObject;
  readonly byDefault: Json;
}

/** The text of values.yaml. */
export function valuesYaml(values: readonly ChartValue[]): string {
  const groups = Map.groupBy(values, ({ name }) => name.split('.')[0] ?? name);
  return [...groups].map(([group, members]) => `${printGroup(group, members)}`).join('\n');
}

/** The text of values.schema.json: a name that is not known is refused, for it would have no effect. */
export function valuesSchema(values: readonly ChartValue[]): string {
  const groups = Map.groupBy(values, ({ name }) => name.split('.')[0] ?? name);
  const properties = Object.fromEntries(
    [...groups].map(([group, members]) => {
      const [only] = members;
      if (only?.name === group) return [group, propertyOf(only)];
      const inner = members.map(member => [member.name.slice(group.length + 1), propertyOf(member)]);
      return [group, { type: 'object', additionalProperties: false, properties: Object.fromEntries(inner) }];
    }),
  );
  // Helm passes it on to charts that are parts of others.
  const global = { type: 'object' };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: { ...properties, global },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function printGroup(group: string, members: readonly ChartValue[]): string {
  const [only] = members;
  if (only?.name === group) return printValue(group, only);
  const inner = members.map(member => printValue(member.name.slice(group.length + 1), member)).join('');
  return `${group}:\n${inner.replace(/^(?=.)/gm, '  ')}`;
}

function printValue(key: string, { about, byDefault }: ChartValue): string {
  return `# ${about}\n${dump({ [key]: byDefault }, { lineWidth: -1, noRefs: true })}`;
}

function propertyOf({ about, schema, byDefault }: ChartValue): Json {
  return { description: about, ...schema, default: byDefault };
}
