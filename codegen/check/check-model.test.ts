import { describe, expect, test } from 'vitest';
import type { PrintColumnModel, RbacRule, ResourceModel, ScaleModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { checkModel } from './check-model.js';

/** Each place is told by its column. */
function at(column: number, line = 1): Origin {
  return { file: '/project/thing.ts', line, column };
}

function node(schema: Omit<SchemaNode, 'origin' | 'said'>, said: SchemaNode['said'] = {}): SchemaNode {
  return { ...schema, origin: at(1), said };
}

const SPEC = node({
  type: 'object',
  properties: { replicas: node({ type: 'integer', format: 'int32' }), image: node({ type: 'string' }) },
});
const STATUS = node({
  type: 'object',
  properties: {
    replicas: node({ type: 'integer' }),
    selector: node({ type: 'string' }),
    conditions: node({
      type: 'array',
      items: node({ type: 'object', properties: { type: node({ type: 'string' }) } }),
    }),
  },
});

function resource(changes: Partial<ResourceModel> = {}): ResourceModel {
  return {
    group: 'example.com',
    version: 'v1',
    kind: 'Thing',
    plural: 'things',
    singular: 'thing',
    shortNames: [],
    categories: [],
    scope: 'Namespaced',
    status: true,
    printColumns: [],
    schema: node({ type: 'object', properties: { metadata: node({ type: 'object' }), spec: SPEC, status: STATUS } }),
    origin: at(2),
    said: { group: at(10), version: at(20), kind: at(30), plural: at(40), shortNames: at(50) },
    ...changes,
  };
}

function check(resources: readonly ResourceModel[], rbacRules: readonly RbacRule[] = []): readonly string[] {
  const findings = checkModel({ resources, rbacRules, diagnostics: [] });
  return findings.map(({ line, column, code }) => (line === 1 ? `${column} ${code}` : `${line}:${column} ${code}`));
}

function hints(resources: readonly ResourceModel[]): readonly (string | undefined)[] {
  return checkModel({ resources, rbacRules: [], diagnostics: [] }).map(({ hint }) => hint);
}

test('has nothing against a plain resource', () => {
  expect(check([resource()])).toEqual([]);
});

describe('names', () => {
  test.each<[Partial<ResourceModel>, string[]]>([
    [{ group: 'example' }, ['10 KW3010']],
    [{ group: 'Example.com' }, ['10 KW3010']],
    [{ group: '' }, ['10 KW3010']],
    [{ group: '-a.com' }, ['10 KW3010']],
    [{ group: 'apps.k8s.io' }, ['10 KW3011']],
    [{ group: 'x.kubernetes.io' }, ['10 KW3011']],
    [{ group: 'notk8s.io' }, []],
    [{ version: '1' }, ['20 KW3012']],
    [{ version: 'v01' }, ['20 KW3034']],
    [{ version: 'v1beta' }, ['20 KW3034']],
    [{ version: 'V1' }, ['20 KW3012']],
    [{ version: 'v2alpha3' }, []],
    [{ kind: 'thing' }, ['30 KW3013']],
    [{ kind: 'My-Thing' }, ['30 KW3013']],
    [{ kind: 'HTTPRoute2' }, []],
    [{ plural: 'Things' }, ['40 KW3014']],
    [{ plural: '1things' }, ['40 KW3014']],
    [{ singular: 'a_b' }, ['30 KW3014']],
    [{ shortNames: ['th', 'T'] }, ['50 KW3014']],
    [{ categories: ['all', 'a b'] }, ['30 KW3014']],
  ])('%o', (changes, expected) => {
    expect(check([resource(changes)])).toEqual(expected);
  });
});

describe('resources together', () => {
  const other = (changes: Partial<ResourceModel>) => {
    const said = { group: at(10, 9), version: at(20, 9), kind: at(30, 9), plural: at(40, 9), shortNames: at(50, 9) };
    return resource({ origin: at(2, 9), said, ...changes });
  };
  const distinct = { kind: 'Other', plural: 'others', singular: 'other' };
  test.each<[string, Partial<ResourceModel>, string[]]>([
    ['the same kind twice', {}, ['9:30 KW3015']],
    ['another version of a kind', { version: 'v2', storage: true }, []],
    ['a plural twice', { ...distinct, plural: 'things' }, ['9:40 KW3016']],
    ['a short name that is a plural', { ...distinct, shortNames: ['things'] }, ['9:50 KW3016']],
    ['different kinds', distinct, []],
    ['the same kind in another group', { group: 'example.org' }, []],
  ])('%s', (_title, changes, expected) => {
    expect(check([resource(), other(changes)])).toEqual(expected);
  });
});

describe('print columns', () => {
  const column = (jsonPath: string, changes: Partial<PrintColumnModel> = {}): PrintColumnModel => ({
    name: 'Column',
    jsonPath,
    type: 'string',
    origin: at(60),
    said: { name: at(61), priority: at(62) },
    ...changes,
  });

  test.each<[PrintColumnModel[], string[]]>([
    [[column('.spec.replicas')], []],
    [[column('.metadata.creationTimestamp')], []],
    [[column('.status.conditions[?(@.type=="Ready")].type')], []],
    [[column('.spec.replica')], ['60 KW3020']],
    [[column('spec.replicas')], ['60 KW3020']],
    [[column('.metadata.age')], ['60 KW3020']],
    [[column('.spec')], ['60 KW3021']],
    [[column('.status.conditions')], ['60 KW3021']],
    [[column('.spec.image'), column('.spec.replicas')], ['61 KW3022']],
    [[column('.spec.image', { priority: -1 })], ['62 KW3023']],
  ])('%#', (printColumns, expected) => {
    expect(check([resource({ printColumns })])).toEqual(expected);
  });

  test('suggest the field that was meant, else the fields that are there', () => {
    const wrong = [column('.spec.replica'), column('.spec.color', { name: 'Color', origin: at(70) })];
    expect(hints([resource({ printColumns: wrong })])).toEqual([
      'did you mean ".spec.replicas"?',
      '.spec has replicas, image',
    ]);
  });
});

describe('scale', () => {
  const scale = (changes: Partial<ScaleModel> = {}): ScaleModel => ({
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
    labelSelectorPath: '.status.selector',
    origin: at(80),
    said: { specReplicasPath: at(81), statusReplicasPath: at(82), labelSelectorPath: at(83) },
    ...changes,
  });

  test.each<[Partial<ResourceModel>, string[]]>([
    [{ scale: scale() }, []],
    [{ scale: scale({ specReplicasPath: '.status.replicas' }) }, ['81 KW3030']],
    [{ scale: scale({ statusReplicasPath: '.status.conditions[0].type' }) }, ['82 KW3030']],
    [{ scale: scale({ specReplicasPath: '.spec.size' }) }, ['81 KW3031']],
    [{ scale: scale({ specReplicasPath: '.spec.image' }) }, ['81 KW3032']],
    [{ scale: scale({ labelSelectorPath: '.status.replicas' }) }, ['83 KW3032']],
    [{ scale: scale(), status: false }, ['80 KW3033']],
  ])('%#', (changes, expected) => {
    expect(check([resource(changes)])).toEqual(expected);
  });
});

describe('fields', () => {
  const SAID = {
    minimum: at(91),
    maximum: at(92),
    minLength: at(93),
    default: at(94),
    'x-kubernetes-list-type': at(95),
  };
  const field = (schema: Omit<SchemaNode, 'origin' | 'said'>, places: SchemaNode['said'] = SAID) => {
    const isSaid = (keyword: string) => keyword in schema || keyword.includes('[');
    const said = Object.fromEntries(Object.entries(places).filter(([keyword]) => isSaid(keyword)));
    const spec = node({ type: 'object', properties: { field: node(schema, said) } });
    return resource({ schema: node({ type: 'object', properties: { spec } }) });
  };
  const integer = { type: 'integer', format: 'int32' } as const;

  test.each<[string, Omit<SchemaNode, 'origin' | 'said'>, string[]]>([
    ['bounds that fit', { ...integer, minimum: 1, maximum: 1, default: 1 }, []],
    ['a minimum on text', { type: 'string', minimum: 1 }, ['91 KW2004']],
    ['a length on a number', { ...integer, minLength: 1 }, ['93 KW2004']],
    ['a list map on text', { type: 'string', 'x-kubernetes-list-type': 'map' }, ['95 KW2004']],
    ['bounds that contradict', { ...integer, minimum: 2, maximum: 1 }, ['91 KW2005']],
    ['a fraction on an integer', { ...integer, maximum: 1.5 }, ['92 KW2006']],
    ['a fraction on a number', { type: 'number', maximum: 1.5 }, []],
    ['a bound beyond the format', { ...integer, maximum: 2 ** 31 }, ['92 KW2007']],
    ['a negative length', { type: 'string', minLength: -1 }, ['93 KW2008']],
    ['a default of another type', { type: 'string', default: 1 }, ['94 KW2009']],
    ['a default outside the bounds', { ...integer, minimum: 2, default: 1 }, ['94 KW2009']],
    ['a value of an enum that a bound refuses', { ...integer, enum: [1, 5], minimum: 2 }, ['91 KW2016']],
    ['a value of an enum that is too short', { type: 'string', enum: ['a', 'bc'], minLength: 2 }, ['93 KW2016']],
    ['an enum within the bounds', { ...integer, enum: [2, 5], minimum: 2 }, []],
    ['a default of null', { type: 'string', nullable: true, default: null }, ['94 KW2009']],
    ['a default outside the enum', { type: 'string', enum: ['a'], default: 'b' }, ['94 KW2009']],
  ])('%s', (_title, schema, expected) => {
    expect(check([field(schema)])).toEqual(expected);
  });

  test.each<[string, readonly string[], string[]]>([
    ['a key that is always there', ['name'], []],
    ['a key with a default', ['protocol'], []],
    ['a key that is no field', ['nome'], ['100 KW2010']],
    ['a key that is an object', ['nested'], ['100 KW2011']],
    ['a key that may be null', ['empty'], ['100 KW2011']],
    ['a key that may be missing', ['name', 'extra'], ['101 KW2012']],
    ['a key twice', ['name', 'name'], ['101 KW2013']],
  ])('%s', (_title, keys, expected) => {
    const items = node({
      type: 'object',
      required: ['name', 'nested', 'empty'],
      properties: {
        name: node({ type: 'string' }),
        protocol: node({ type: 'string', default: 'TCP' }),
        nested: node({ type: 'object' }),
        empty: node({ type: 'string', nullable: true }),
        extra: node({ type: 'string' }),
      },
    });
    const said = { 'x-kubernetes-list-map-keys[0]': at(100), 'x-kubernetes-list-map-keys[1]': at(101) };
    const list = field(
      { type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys },
      said,
    );
    expect(check([list])).toEqual(expected);
  });
});

describe('RBAC rules', () => {
  const rule = (changes: Partial<RbacRule>): RbacRule => ({
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['get'],
    origin: at(110),
    said: { groups: at(111), resources: at(112), verbs: at(113) },
    ...changes,
  });

  test.each<[Partial<RbacRule>, string[]]>([
    [{}, []],
    [{ verbs: ['creat'] }, ['113 KW4004']],
    [{ verbs: [] }, ['113 KW4005']],
    [{ apiGroups: [] }, ['111 KW4005']],
    [{ resources: ['*'] }, ['112 KW4006']],
    [{ verbs: ['*'] }, ['113 KW4006']],
  ])('%o', (changes, expected) => {
    expect(check([], [rule(changes)])).toEqual(expected);
  });
});

describe('the list', () => {
  const found = (changes: Partial<Diagnostic>): Diagnostic => ({
    ...at(1),
    code: 'KW1003',
    severity: 'error',
    message: 'x',
    ...changes,
  });
  const list = (diagnostics: readonly Diagnostic[]) =>
    checkModel({ resources: [], rbacRules: [], diagnostics }).map(
      ({ line, column, code }) => `${line}:${column} ${code}`,
    );

  test('is in the order of file and position', () => {
    expect(list([found({ line: 10 }), found({ line: 9, column: 2 }), found({ line: 9 })])).toEqual([
      '9:1 KW1003',
      '9:2 KW1003',
      '10:1 KW1003',
    ]);
  });

  test('has each finding once', () => {
    expect(list([found({}), found({}), found({ message: 'y' })])).toHaveLength(2);
  });

  test('leaves out the compiler’s error where our own says it better, but not for a warning', () => {
    const compiler = found({ code: 'KW0006' });
    expect(list([compiler, found({ code: 'KW2004' })])).toEqual(['1:1 KW2004']);
    expect(list([compiler, found({ code: 'KW4004', severity: 'warning' })])).toEqual(['1:1 KW0006', '1:1 KW4004']);
    const within = (code: string) => found({ code, column: 3, endLine: 2, endColumn: 5 });
    const inside = [found({ code: 'KW0006', column: 3 }), found({ code: 'KW0006', line: 2, column: 4 })];
    const outside = [found({ code: 'KW0006', column: 2 }), found({ code: 'KW0006', line: 2, column: 5 })];
    expect(list([within('KW2021'), ...inside, ...outside])).toEqual(['1:2 KW0006', '1:3 KW2021', '2:5 KW0006']);
    expect(list([within('KW3013'), ...inside])).toEqual(['1:3 KW3013', '2:4 KW0006']);
  });
});

describe('what the API server cannot hold', () => {
  test.each<[string, Partial<ResourceModel>, string]>([
    ['a kind whose list kind is too long', { kind: `A${'b'.repeat(59)}` }, '30 KW3013'],
    ['a name of a definition that is too long', { group: `${'a.'.repeat(125)}com` }, '10 KW3010'],
    ['a column without a name', { printColumns: [column({ name: '' })] }, '60 KW3022'],
    ['a priority beyond int32', { printColumns: [column({ priority: 2 ** 31 })] }, '60 KW3023'],
  ])('%s', (_title, changes, finding) => {
    expect(check([resource(changes)])).toEqual([finding]);
  });
});

test('says how to name a key in a map', () => {
  const labels = column({ jsonPath: '.metadata.labels' });
  expect(hints([resource({ printColumns: [labels] })])).toEqual(['name a key in it, such as .metadata.labels.key']);
});

test('says which steps a path has, if it starts well', () => {
  const slice = column({ jsonPath: '.status.conditions[0:2].type' });
  expect(hints([resource({ printColumns: [slice] })])[0]).toMatch(/^the steps are/);
});

function column(changes: Partial<PrintColumnModel>): PrintColumnModel {
  return { name: 'Image', jsonPath: '.spec.image', type: 'string', origin: at(60), ...changes };
}
