// The cases: what each holds, and where it is not as controller-gen makes it, with the reason.
import { type Difference, FIELD } from './differences.js';

const DEFAULTED: Omit<Difference, 'at'> = {
  upstream: true,
  why: 'a field with a default may be left out: the server fills it in before it looks at what is required',
};
const WIDTH = 'TypeScript has no int; Int64 is what the API server reads integers as, and it says so';

const EMPTY_STATUS = {
  ours: FIELD,
  why: 'a Status type is what gives a kind its status subresource, and here it is an empty one',
} as const;

/** By the case: each place at which our definition is not the one of controller-gen. */
export const LISTED: { readonly [name: string]: readonly Difference[] } = {
  enums: [],
  externaldocs: [],
  immutabletypes: [],
  jobs: [],
  oneofs: [],
  testquotas: [],
  foos: sample('foo'),
  zoos: sample('zoo'),
  versionedresources: [{ at: /^v1beta[12] status$/, times: 2, ...EMPTY_STATUS }],
  cronjobs: [
    { at: /^v1beta[12] status$/, times: 2, ...EMPTY_STATUS },
    { at: /^v1 spec required\.(doubleD|kubernetesD|d)efaulted\w+$/, times: 13, ...DEFAULTED },
    {
      at: /^v1 spec\.array(UsingCompositeLiteral)? (min|max)Items$/,
      times: 4,
      ours: 3,
      why: 'a tuple says how many items there are; controller-gen does not write what the array of Go says',
    },
    {
      at: /^v1 spec\.(array\[\]|enumSlice\[\]|forbiddenInt|intWithValidations) format$/,
      times: 4,
      ours: 'int64',
      why: WIDTH,
    },
    { at: /^v1 spec\.\w*[aA]ssociativeList\[\]\.secondary format$/, times: 4, ours: 'int64', why: WIDTH },
    {
      at: /^v1 spec\.float(64)?WithValidations format$/,
      times: 2,
      ours: 'double',
      why: 'a Double says its format; the server takes the same numbers with it and without it',
    },
    ...tighter('fieldLevelAliasOverride', [
      [
        'allOf',
        [
          { maxLength: 255, minLength: 1 },
          { maxLength: 10, minLength: 10 },
        ],
        undefined,
      ],
      ['maxLength', undefined, 10],
      ['minLength', undefined, 10],
    ]),
    ...tighter('fieldLevelLocalDeclarationOverride', [
      ['allOf', [{ minLength: 4 }, { minLength: 10 }], undefined],
      ['minLength', undefined, 10],
    ]),
    {
      at: 'v1 spec.kubernetesDefaultedRef default',
      ours: 'defaultRefValue',
      why: 'a constant is followed to its value; controller-gen drops a default that is one',
    },
    {
      at: /^v1 spec\.unprunedFomType(AndField)? required\.concreteField$/,
      times: 2,
      ours: true,
      why: 'as the next',
    },
    {
      at: /^v1 spec\.unprunedFomType(AndField)?\.concreteField$/,
      times: 2,
      ours: FIELD,
      why: 'a class that preserves unknown fields keeps what it says of those that it names; in Go a marker dropped them',
    },
    ...jobTemplate(),
  ],
};

function sample(version: string): readonly Difference[] {
  return [
    { at: `${version} spec required.defaultedString`, ...DEFAULTED },
    {
      at: `${version} version.subresources`,
      ours: { status: {} },
      why: 'a Status type means a status subresource, so that a writer of the spec cannot write the status',
    },
  ];
}

type Keyword = readonly [keyword: string, upstream: Difference['upstream'], ours: Difference['ours']];

function tighter(field: string, keywords: readonly Keyword[]): readonly Difference[] {
  return keywords.map(([keyword, upstream, ours]) => ({
    at: `v1 spec.${field} ${keyword}`,
    ...(upstream !== undefined && { upstream }),
    ...(ours !== undefined && { ours }),
    why: 'of two bounds the tighter one is written: it means the same as both in allOf',
  }));
}

/** Kubernetes publishes the schemas of its types; controller-gen reads their Go source. */
function jobTemplate(): readonly Difference[] {
  return [
    {
      at: /^v1 spec\.jobTemplate\.(.+\.)?metadata\.(annotations|finalizers|labels|name|namespace)$/,
      times: 15,
      ours: FIELD,
      why: 'without fields the server would drop them; controller-gen writes the same with generateEmbeddedObjectMeta',
    },
    {
      at: /^v1 spec\.jobTemplate\..+\.(configMapRef|secretRef|configMap|secret) x-kubernetes-map-type$/,
      times: 9,
      upstream: 'atomic',
      why: 'these hold a LocalObjectReference inline, and are not atomic in the Pods of the API server',
    },
    {
      at: /^v1 spec\.jobTemplate\..+\.azureDisk\.cachingMode default$/,
      ours: 'ReadWrite',
      why: 'the published schema has it; in Go it is a constant, which controller-gen drops',
    },
    {
      at: /^v1 spec\.jobTemplate\..+\.azureDisk\.kind default$/,
      ours: 'Shared',
      why: 'the published schema has it; in Go it is a constant, which controller-gen drops',
    },
  ];
}
