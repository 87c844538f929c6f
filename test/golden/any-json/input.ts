import { CustomResource, type JsonArray, type JsonObject, type JsonValue, Resource } from 'kubewright';

export class ChartSpec {
  /** Any JSON. */
  value?: JsonValue;
  /** Any object. */
  values!: JsonObject;
  list?: JsonArray;
  each?: Record<string, JsonValue>;
  items?: JsonObject[];
  nothing?: JsonObject | null;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Chart' })
export class Chart extends CustomResource<ChartSpec> {}
