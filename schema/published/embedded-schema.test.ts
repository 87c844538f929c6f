import { describe, expect, it } from 'vitest';
import type { StructuralSchema } from '../structural-schema.js';
import { embeddedField, embeddedSchema, publishedName, RecursiveSchemaError } from './embedded-schema.js';
import { publishedSchemas } from './published-schemas.js';
import { GO_ZERO_DEFAULTS } from './special-schemas.js';

const CORE = 'io.k8s.api.core.v1';

describe('a schema of Kubernetes in a definition', () => {
  it('keeps what tells the items of a list apart', () => {
    const ports = at(embeddedSchema(`${CORE}.PodSpec`), 'containers', '[]', 'ports');
    expect(ports).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
    });
  });

  it('keeps defaults of optional fields only, so that required stays required', () => {
    const port = at(embeddedSchema(`${CORE}.PodSpec`), 'containers', '[]', 'ports', '[]');
    expect(port?.properties?.protocol?.default).toBe('TCP');
    expect(port?.required).toEqual(['containerPort']);
    expect(port?.properties?.containerPort?.default).toBeUndefined();
  });

  it('keeps no default that is only what Go writes for nothing', () => {
    const pattern = embeddedSchema('io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern');
    expect(pattern?.properties?.status).toBeDefined();
    expect(pattern?.properties?.status?.default).toBeUndefined();
    expect(embeddedSchema(`${CORE}.LocalObjectReference`)?.properties?.name?.default).toBe('');
  });

  it('knows each of those: their fields are there, optional, and published with a value of nothing', () => {
    for (const path of GO_ZERO_DEFAULTS) {
      const [name, field] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
      const { properties, required } = publishedSchemas().get(name) ?? {};
      expect(['', 0], path).toContain(properties?.[field]?.default);
      expect(required ?? []).not.toContain(field);
    }
  });

  it('makes nothing of objects that were left out', () => {
    expect(at(embeddedSchema(`${CORE}.PodSpec`), 'containers', '[]', 'resources')?.default).toBeUndefined();
  });

  it('leaves enumerations out, which a newer cluster may extend', () => {
    for (const schema of all(embeddedSchema(`${CORE}.PodTemplateSpec`))) expect(schema.enum).toBeUndefined();
  });

  it('says quantities, int-or-string and times as they are in JSON', () => {
    const requirements = embeddedSchema(`${CORE}.ResourceRequirements`);
    expect(at(requirements, 'limits')?.additionalProperties).toMatchObject({
      'x-kubernetes-int-or-string': true,
      pattern: expect.stringContaining('[KMGTPE]i'),
    });
    expect(at(embeddedSchema(`${CORE}.ServicePort`), 'targetPort')).toMatchObject({
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      'x-kubernetes-int-or-string': true,
    });
    expect(at(embeddedSchema(`${CORE}.PodStatus`), 'startTime')).toMatchObject({ type: 'string', format: 'date-time' });
  });

  it('gives the metadata of templates the fields that people set', () => {
    const metadata = at(embeddedSchema(`${CORE}.PodTemplateSpec`), 'metadata');
    expect(Object.keys(metadata?.properties ?? {})).toEqual([
      'annotations',
      'finalizers',
      'labels',
      'name',
      'namespace',
    ]);
  });

  it('takes the description of the field before that of the type', () => {
    const selector = at(embeddedSchema(`${CORE}.PersistentVolumeClaimSpec`), 'selector');
    expect(selector?.description).toBe('selector is a label query over volumes to consider for binding.');
  });

  it('has no references left', () => {
    for (const schema of all(embeddedSchema(`${CORE}.PodTemplateSpec`))) {
      expect(Object.keys(schema)).not.toContain('$ref');
      expect(schema.allOf).toBeUndefined();
    }
  });

  it('is the same object for the same name, and none for a name that is not published', () => {
    expect(embeddedSchema(`${CORE}.Volume`)).toBe(embeddedSchema(`${CORE}.Volume`));
    expect(embeddedSchema(`${CORE}.Volumes`)).toBeUndefined();
    expect(embeddedField(`${CORE}.Volume`, 'constructor')).toBeUndefined();
  });

  it('is refused where it contains itself, and the cycle is told', () => {
    const name = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
    const error = catching(() => embeddedSchema(name));
    expect(error).toBeInstanceOf(RecursiveSchemaError);
    expect((error as RecursiveSchemaError).cycle[0]).toBe(name);
    expect((error as RecursiveSchemaError).cycle.at(-1)).toBe(name);
    expect(() => embeddedSchema(name), 'also the second time').toThrow(RecursiveSchemaError);
  });
});

it('finds the published name of a type', () => {
  expect(publishedName('core-v1', 'PodSpec')).toBe(`${CORE}.PodSpec`);
  expect(publishedName('meta-v1', 'LabelSelector')).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector');
  expect(publishedName('core-v1', 'Podspec')).toBeUndefined();
});

function at(schema: StructuralSchema | undefined, ...path: readonly string[]): StructuralSchema | undefined {
  return path.reduce((here, step) => (step === '[]' ? here?.items : here?.properties?.[step]), schema);
}

function all(schema: StructuralSchema | undefined): readonly StructuralSchema[] {
  if (schema === undefined) return [];
  const { properties = {}, items, additionalProperties } = schema;
  const values = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [schema, ...[...Object.values(properties), ...(items ? [items] : []), ...values].flatMap(all)];
}

function catching(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
