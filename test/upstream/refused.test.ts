// The samples that controller-gen refuses, and those of which it asserts something else than a definition.
import { load } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { readSource, type SourceReading } from '../source-project.js';
import { definitionOf } from './generated.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

type Files = { readonly [path: string]: string };

/** A kind with these fields in its spec, or with this class of a spec. */
function read(spec: string, beside = '', options = '', files: Files = {}): Promise<SourceReading> {
  const names = 'AtMostOneOf, CustomResource, Enum, type Int32, Resource, Title';
  return readSource({
    'sample.ts': `import { ${names} } from 'kubewright';
${beside}
export class Spec { ${spec} }
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'Sample'${options} })
export class Sample extends CustomResource<Spec> {}
`,
    ...files,
  });
}

const EXCLUSIVE = (fields: string, type: string) => `@AtMostOneOf(${fields}) export class Choice { ${type} }`;
const INNER = 'export interface Inner { foo?: string; bar?: string }';

describe('what controller-gen refuses is refused, at the argument or the type:', () => {
  it.each<[sample: string, source: Parameters<typeof read>, findings: readonly string[]]>([
    [
      'enum_error: an enum without values',
      ['@Enum() field?: string;'],
      ['sample.ts:3:21 KW2025', 'sample.ts:3:22 KW0006'],
    ],
    ['iface: any', ['bar?: any;'], ['sample.ts:3:21 KW1001']],
    ['iface: unknown, which is the same in Go', ['bar?: unknown;'], ['sample.ts:3:21 KW1002']],
    [
      'oneof_error: fields of fields',
      ['choice?: Choice;', `${INNER}\n${EXCLUSIVE("'field.foo', 'field.bar'", 'field?: Inner;')}`],
      ['sample.ts:3:14 KW2035', 'sample.ts:3:27 KW2035'],
    ],
    [
      'oneof_missing_tag_error: fields that are always there',
      ['choice?: Choice;', EXCLUSIVE("'foo', 'bar'", 'foo!: string; bar!: string;')],
      ['sample.ts:2:14 KW2035', 'sample.ts:2:21 KW2035'],
    ],
    [
      'wrong_annotation_format: no key and value',
      ['a?: string;', '', ", annotations: ['a.example.com/b:c']"],
      ['sample.ts:4:78 KW0006', 'sample.ts:4:91 KW0008'],
    ],
    [
      'wrong_annotation_format: a key that is none',
      ['a?: string;', '', ", annotations: { 'a/b/c': 'd' }"],
      ['sample.ts:4:91 KW3040'],
    ],
    ['wrong_title_format: a number', ['@Title(123) friendlyName!: string;'], ['sample.ts:3:28 KW0008']],
    ['wrong_title_format: an object', ['@Title({}) count!: Int32;'], ['sample.ts:3:28 KW0008']],
  ])('%s', async (_, source, findings) => {
    expect((await read(...source)).findings).toEqual(findings);
  });
});

describe('what Go cannot say can be said:', () => {
  it('inline_struct_error: an object without a name', async () => {
    const { model, findings } = await read('test_struct!: { test1?: string };');
    expect(findings).toEqual([]);
    const field = model.resources[0]?.schema.properties?.spec?.properties?.test_struct;
    expect(field).toMatchObject({ type: 'object', properties: { test1: { type: 'string' } } });
  });
});

describe('as controller-gen does:', () => {
  it('typealias: follows a type through modules that only pass it on', async () => {
    const { model, findings } = await read(
      'field!: AliasedStruct;',
      "import type { AliasedStruct } from './middle.js';",
      '',
      {
        'base.ts': 'export interface BaseStruct { value: string }',
        'middle.ts': "export type { BaseStruct as AliasedStruct } from './base.js';",
      },
    );
    expect(findings).toEqual([]);
    const field = model.resources[0]?.schema.properties?.spec?.properties?.field;
    expect(field).toMatchObject({ properties: { value: { type: 'string' } }, required: ['value'] });
  });

  it('internal_version: leaves out a class that is no version of the API', async () => {
    const internal = `import { CustomResource } from 'kubewright';
export class InternalSpec { schedule!: string }
export class Internal extends CustomResource<InternalSpec> {}`;
    const { model } = await read('schedule!: string;', "export * from './internal.js';", '', {
      'internal.ts': internal,
    });
    expect(model.resources.map(({ kind }) => kind)).toEqual(['Sample']);
  });

  it('maxDescLen: shortens all descriptions, at words', async () => {
    const short = await definitionOf('foos', { maxDescriptionLength: 50 });
    const lengths = descriptionsIn(load(short)).map(text => text.length);
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(50);
    expect(descriptionsIn(load(short))).toContain('The server fills this in where it is missing,...');
  });

  it('makes the same bytes of the same source', async () => {
    expect(await definitionOf('zoos')).toBe(await definitionOf('zoos'));
  });
});

function descriptionsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'description' && typeof each === 'string' ? [each] : descriptionsIn(each),
  );
}
