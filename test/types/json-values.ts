// What fields of any JSON show when they are read, and take when they are written; compiled, never run.
import { CustomResource, type Draft, type JsonArray, type JsonObject, type JsonValue, type Snapshot } from 'kubewright';

class Spec {
  values!: JsonObject;
  value?: JsonValue;
  list?: JsonArray;
  each?: Record<string, JsonValue>;
}
class Chart extends CustomResource<Spec> {}

export function reads(chart: Snapshot<Chart>): JsonValue | undefined {
  const { replicas } = chart.spec.values;
  if (typeof chart.spec.value === 'string') chart.spec.value.startsWith('a');
  const first: JsonValue | undefined = chart.spec.list?.[0];
  // @ts-expect-error it may be anything
  chart.spec.values.name?.startsWith('a');
  // @ts-expect-error what was read is not changed
  chart.spec.values.name = 'x';
  return replicas ?? first ?? chart.spec.each?.a;
}

export const written: Draft<Chart>['spec'] = {
  values: { image: { tag: 'v1', pull: null }, ports: [80, '443'], on: true },
  value: [1, { deep: [{ er: 'x' }] }],
  list: [1, null],
  each: { a: 'b' },
};

export const refused: Draft<Chart>['spec'] = {
  // @ts-expect-error a list is no object
  values: [],
  // @ts-expect-error a function is no JSON
  value: () => 1,
  // @ts-expect-error a date is none either
  each: { at: { date: new Date() } },
};
