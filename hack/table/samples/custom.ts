// Custom resources with many printer columns, and their definitions.
import { NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const GROUP = 'tables.example.com';

type ColumnType = 'integer' | 'number' | 'string' | 'boolean' | 'date';

const column = (name: string, type: ColumnType, jsonPath: string, rest: object = {}) => ({
  name,
  type,
  jsonPath,
  ...rest,
});

const paths: readonly (readonly [ColumnType, string])[] = [
  ['string', '.spec.text'],
  ['string', ".spec['text']"],
  ['string', '.spec.missing'],
  ['string', '.spec.missing.deeper'],
  ['string', '.spec.nothing'],
  ['string', '.spec.text.deeper'],
  ['string', '.metadata.labels.a\\.b/c'],
  ['string', ".metadata.labels['a.b/c']"],
  ['string', ".metadata.labels['a\\.b/c']"],
  ['string', '.spec.integer'],
  ['string', '.spec.float'],
  ['string', '.spec.large'],
  ['string', '.spec.tiny'],
  ['string', '.spec.yes'],
  ['string', '.spec.object'],
  ['string', '.spec.list'],
  ['string', '.spec.list[0]'],
  ['string', '.spec.list[-1]'],
  ['string', '.spec.list[9]'],
  ['string', '.spec.list[-9]'],
  ['string', '.spec.list[*]'],
  ['string', '.spec.list.*'],
  ['string', '.spec.list[1:]'],
  ['string', '.spec.list[:2]'],
  ['string', '.spec.list[1:2]'],
  ['string', '.spec.list[-2:]'],
  ['string', '.spec.list[-2:-1]'],
  ['string', '.spec.list[2:1]'],
  ['string', '.spec.list[1:1]'],
  ['string', '.spec.list[0:9]'],
  ['string', '.spec.list[::2]'],
  ['string', '.spec.list[1::2]'],
  ['string', '.spec.list[::0]'],
  ['string', '.spec.list[2,0]'],
  ['string', '.spec.empty[0]'],
  ['string', '.spec.empty[*]'],
  ['string', '.spec.text[0]'],
  ['string', ".spec['float','text']"],
  ['string', '.status.conditions[?(@.type=="Ready")].status'],
  ['string', ".status.conditions[?(@.type=='Ready')].status"],
  ['string', '.status.conditions[?(@.type == "Ready")].status'],
  ['string', '.status.conditions[?(@.type!="Ready")].type'],
  ['string', '.status.conditions[?(@.type=="None")].status'],
  ['string', '.status.conditions[?(@.rank>1)].type'],
  ['string', '.status.conditions[?(@.rank>=2)].type'],
  ['string', '.status.conditions[?(@.rank<2)].type'],
  ['string', '.status.conditions[?(@.rank<=1)].type'],
  ['string', '.status.conditions[?(@.rank==2)].type'],
  ['string', '.status.conditions[?(@.rank=="2")].type'],
  ['string', '.status.conditions[?(@.rank>1.5)].type'],
  ['string', '.status.conditions[?(@.good==true)].type'],
  ['string', '.status.conditions[?(@.good==false)].type'],
  ['string', '.status.conditions[?(@.good)].type'],
  ['string', '.status.conditions[?(@.type>"Q")].type'],
  ['string', '.status.conditions[?(@.type==@.other)].type'],
  ['string', '.status.conditions[?(@.deep.er=="x")].type'],
  ['string', '.status.conditions[?(@.type=="Ready")]'],
  ['string', '.status.conditions[*].type'],
  ['string', '.status.conditions[1].type'],
  ['string', '.status.missing[?(@.type=="Ready")].status'],
  ['string', '.spec.object[?(@.a==1)]'],
  ['string', '..deepest'],
  ['string', '.spec..deepest'],
  ['string', '.spec.object.*'],
  ['string', '.spec'],
  ['string', '.metadata.name'],
  ['string', '.metadata.creationTimestamp'],
  ['string', '.kind'],
  ['string', '.'],
  ['integer', '.spec.integer'],
  ['integer', '.spec.float'],
  ['integer', '.spec.large'],
  ['integer', '.spec.text'],
  ['integer', '.spec.digits'],
  ['integer', '.spec.yes'],
  ['integer', '.spec.missing'],
  ['integer', '.spec.nothing'],
  ['integer', '.spec.list[*]'],
  ['number', '.spec.integer'],
  ['number', '.spec.float'],
  ['number', '.spec.text'],
  ['boolean', '.spec.yes'],
  ['boolean', '.spec.no'],
  ['boolean', '.spec.text'],
  ['boolean', '.spec.missing'],
  ['date', '.spec.date'],
  ['date', '.spec.offset'],
  ['date', '.spec.fraction'],
  ['date', '.spec.day'],
  ['date', '.spec.text'],
  ['date', '.spec.blank'],
  ['date', '.spec.integer'],
  ['date', '.spec.missing'],
];

const preserving = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const openAPIV3Schema = { type: 'object', properties: { spec: preserving, status: preserving } };

function definition(kind: string, resource: string, additionalPrinterColumns?: readonly object[]): Sample {
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema },
    subresources: { status: {} },
  };
  return {
    metadata: { name: `${resource}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural: resource, singular: kind.toLowerCase() },
      versions: [{ ...version, ...(additionalPrinterColumns && { additionalPrinterColumns }) }],
    },
  };
}

const custom = (kind: string, resource: string, samples: readonly Sample[]): SampleTable => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  resource,
  namespaced: true,
  samples,
});

const plain: Sample = { metadata: { name: 'plain', namespace: NAMESPACE }, spec: { text: 'a' } };
const sparse: Sample = { metadata: { name: 'sparse', namespace: NAMESPACE } };

/** The definitions come before what they define. */
export const customTables: readonly SampleTable[] = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    resource: 'customresourcedefinitions',
    namespaced: false,
    samples: [
      definition('Bare', 'bares'),
      definition(
        'Wide',
        'wides',
        paths.map(([type, path], index) => column(`C${index}`, type, path)),
      ),
      definition('Described', 'describeds', [
        column('Text', 'string', '.spec.text', { description: 'What it says.' }),
        column('Secret', 'string', '.spec.text', { format: 'password', priority: 1 }),
        column('Count', 'integer', '.spec.integer', { format: 'int32', priority: 10 }),
        column('Age', 'date', '.metadata.creationTimestamp'),
      ]),
      definition('Broken', 'brokens', [
        column('Text', 'string', '.spec.text'),
        column('Quoted', 'string', '.spec["text"]'),
        column('Again', 'string', '.spec.text'),
      ]),
    ],
  },
  custom('Bare', 'bares', [plain]),
  custom('Wide', 'wides', [
    sparse,
    {
      metadata: { name: 'full', namespace: NAMESPACE, labels: { 'a.b/c': 'dotted' } },
      spec: {
        text: 'a <b> & "c"',
        nothing: null,
        digits: '17',
        integer: 42,
        float: 2.5,
        large: 1234567890123,
        tiny: 0.0000001,
        yes: true,
        no: false,
        object: { b: '<&>', a: 1 },
        list: ['x', 'y', 'z'],
        empty: [],
        nested: { one: { deepest: 'here' } },
        date: '2020-03-01T10:00:00Z',
        offset: '2020-03-01T12:00:00+02:00',
        fraction: '2020-03-01T10:00:00.5Z',
        day: '2020-03-01',
        blank: '',
      },
      status: {
        conditions: [
          { type: 'Progressing', status: 'False', rank: 1, good: false, other: 'x' },
          { type: 'Ready', status: 'True', rank: 2, good: true, other: 'Ready', deep: { er: 'x' } },
        ],
      },
    },
  ]),
  custom('Described', 'describeds', [plain, sparse]),
  custom('Broken', 'brokens', [plain]),
];
