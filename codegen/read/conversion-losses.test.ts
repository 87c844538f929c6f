import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSource } from '../../test/source-project.js';

const SHAPES = `
import type { Int32 } from 'kubewright';
export interface Port { port: Int32; name?: string }
export interface Spec {
  image: string;
  size?: Int32;
  tls?: { secret: string; days?: Int32 };
  ports?: Port[];
  limits?: Record<string, { amount: Int32; unit?: string }>;
}
export interface OldPort { port: Int32 }
export interface OldSpec {
  image: string;
  size?: Int32;
  secret?: string;
  text?: string;
  ports?: OldPort[];
  tls?: { secret: string };
}
export interface Status { ready?: boolean }
`;

/** A kind of its own for each case: the hub, and an older version that has fewer fields. */
const versions = (kind: string, from: string) => `
import { type Converted, ConvertsTo, CustomResource, Resource, type Snapshot } from 'kubewright';
import type { OldPort, OldSpec, Port, Spec, Status } from './shapes.js';
@Resource({ group: 'example.com', version: 'v2', kind: '${kind}', storage: true })
export class Hub extends CustomResource<Spec, Status> {}
@Resource({ group: 'example.com', version: 'v1', kind: '${kind}' })
@ConvertsTo(Hub, { to: object => ({ spec: { image: JSON.stringify(object) } }), from: ${from} })
export class Old extends CustomResource<OldSpec, Status> {}
function fromHub(web: Snapshot<Hub>): Converted<Old> {
  return { spec: { ...web.spec, ports: (web.spec.ports ?? []).map(portOf) }, status: web.status };
}
const portOf = (port: Snapshot<Port>): OldPort => ({ port: port.name === undefined ? 1 : port.port });
function specOf(spec: Snapshot<Spec>): OldSpec {
  return { image: spec.image, ports: spec.ports?.slice(0, 1).map(each => portOf(each)) ?? [] };
}
`;

const ALL_BUT_SPEC = 'status: object.status';

/** What `from` looks at, the function, and the fields of the hub that it does not look at. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', "() => ({ spec: { image: '' } })", ['.spec', '.status']],
  ['the whole object', 'object => ({ spec: { image: JSON.stringify(object) } })', []],
  ['itself', 'object => object', ['.spec.tls.days', '.spec.ports[*].name', '.spec.limits']],
  [
    'the spec, put in its place',
    'object => ({ spec: object.spec, status: object.status })',
    ['.spec.tls.days', '.spec.ports[*].name', '.spec.limits'],
  ],
  [
    'the spec, spread',
    `object => ({ spec: { ...object.spec }, ${ALL_BUT_SPEC} })`,
    ['.spec.tls.days', '.spec.ports[*].name', '.spec.limits'],
  ],
  [
    'the spec, as a text',
    `object => ({ spec: { image: '', text: JSON.stringify(object.spec) }, ${ALL_BUT_SPEC} })`,
    [],
  ],
  [
    'the spec, by patterns',
    '({ spec: { image, ...rest }, status }) => ({ spec: { image, text: JSON.stringify(rest) }, status })',
    [],
  ],
  [
    'some of it, by patterns',
    '({ spec: { image, size = 1 }, status }) => ({ spec: { image, size }, status })',
    ['.spec.tls', '.spec.ports', '.spec.limits'],
  ],
  [
    'a constant for it',
    `object => { const { spec } = object; const tls = spec.tls; return { spec: { image: spec.image, size: spec.size, secret: tls?.secret }, ${ALL_BUT_SPEC} }; }`,
    ['.spec.tls.days', '.spec.ports', '.spec.limits'],
  ],
  [
    'whether a part is there',
    `object => ({ spec: { ...object.spec, image: object.spec.limits ? 'a' : 'b', tls: object.spec.tls }, ${ALL_BUT_SPEC} })`,
    ['.spec.tls.days', '.spec.ports[*].name'],
  ],
  [
    'items, by a callback',
    `({ spec, status }) => ({ spec: { image: spec.image, size: spec.size, secret: spec.tls?.secret ?? String(spec.tls?.days), text: (spec.ports ?? []).filter(port => port.name !== '').map(({ port }) => port).join(), ...(spec.limits && {}) }, status })`,
    [],
  ],
  [
    'items, by a callback that looks at one field',
    `({ spec, status }) => ({ spec: { ...spec, tls: undefined, ports: spec.ports?.map(each => ({ port: each.port })), text: JSON.stringify([spec.tls, spec.limits]) }, status })`,
    ['.spec.ports[*].name'],
  ],
  [
    'items, in a loop',
    `({ spec, status }) => { const ports: OldPort[] = []; for (const { port } of spec.ports ?? []) ports.push({ port }); return { spec: { ...spec, ports, text: JSON.stringify([spec.tls, spec.limits]) }, status }; }`,
    ['.spec.ports[*].name'],
  ],
  [
    'a key that is computed',
    `({ spec, status }) => ({ spec: { image: ['size', 'tls'].map(key => spec[key as 'size']).join() }, status })`,
    [],
  ],
  [
    'a function in the project, with losses that are spread',
    "fromHub, ...{ loses: [...['.spec.tls.days'], '.spec.limits'] }",
    [],
  ],
  [
    'what loses names and is no field',
    "fromHub, loses: ['.spec.tls.days', '.spec.limits', '.spec.ports[*].name', '.spec.limits.*.unit', '.spec.secret', '.spec.limits.*.units', '.spec.ports.name']",
    ['.spec.limits.*.units', '.spec.ports.name'].map(path => `${path} is no field of v1 or v2, so it cannot get lost`),
  ],
  ['a function in the project', 'fromHub', ['.spec.tls.days', '.spec.limits']],
  [
    'a function for a part, and a copy of a list',
    '(object) => ({ spec: specOf(object.spec), status: object.status })',
    ['.spec.size', '.spec.tls', '.spec.limits'],
  ],
];

describe('what a conversion looks at', () => {
  const lost = new Map<string, string[]>();

  // All in one project: the full program, which some need, takes seconds.
  beforeAll(async () => {
    const files = cases.map(([, from], at) => [`case-${at}.ts`, versions(`Web${at}`, from)]);
    const { diagnostics } = await readSource({ 'shapes.ts': SHAPES, ...Object.fromEntries(files) });
    for (const { file, code, message } of diagnostics) {
      const path = code === 'KW3054' ? /does not look at (\S+):/.exec(message)?.[1] : undefined;
      lost.set(basename(file), [...(lost.get(basename(file)) ?? []), path ?? message]);
    }
  });

  test.each(cases.map(([title, , expected], at) => ({ title, expected, file: `case-${at}.ts` })))(
    '$title',
    ({ file, expected }) => {
      expect(lost.get(file) ?? []).toEqual(expected);
    },
  );
});

// Each of its parts was compared at each of its places, a dozen levels deep: that took a minute, or all memory.
test('ends for a type that has itself as a part, however often', async () => {
  const source = versions('Web', 'object => ({ spec: object.spec, status: object.status })');
  // Eight parts in twelve levels. Of `typeof globalThis` there are still more, which takes the compiler a quarter of a minute.
  const net = `export interface Net { ${[...'abcdefgh'].map(name => `${name}?: Net`).join('; ')} }`;
  const shapes = `${SHAPES.replace('ready?: boolean', 'ready?: Net')}\n${net}\n`;
  const { findings } = await readSource({ 'shapes.ts': shapes, 'case.ts': source });
  expect(findings).toContainEqual(expect.stringContaining('KW1008'));
});
