import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { InputError } from '../codegen/index.js';
import { COMPILER_OPTIONS } from '../test/compiler-options.js';
import { type WatchEvent, watchAndGenerate } from './watch-and-generate.js';

vi.setConfig({ testTimeout: 60_000 });

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TSCONFIG = JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['api'] });
const lamp = (field: string) => `import { CustomResource, Resource } from 'kubewright';
import { Bulb } from '../../elsewhere/parts.js';
export class LampSpec { bulb?: Bulb; ${field} }
@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<LampSpec> {}
`;
const CRD = 'app/config/crd/bases/example.com_lamps.yaml';

let root: string;
let stop: AbortController;
let events: WatchEvent[];
let watching: Promise<void>;
let heard: () => void = () => {};

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-watch-')));
  put('app/package.json', '{ "type": "module" }');
  put('app/tsconfig.json', TSCONFIG);
  put('app/api/lamp.ts', lamp('on?: boolean'));
  put('elsewhere/package.json', '{ "type": "module" }');
  put('elsewhere/parts.ts', 'export class Bulb { colour?: string }\n');
  mkdirSync(join(root, 'app/node_modules'));
  symlinkSync(PACKAGE, join(root, 'app/node_modules/kubewright'));
  stop = new AbortController();
  events = [];
  const report = (event: WatchEvent) => {
    events.push(event);
    heard();
  };
  watching = watchAndGenerate({ project: join(root, 'app') }, { report, stop: stop.signal });
  await until(() => events.some(({ type }) => type === 'watching'));
});
afterEach(async () => {
  stop.abort();
  await watching;
  rmSync(root, { recursive: true });
});

function put(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function definition(): string {
  return readFileSync(join(root, CRD), 'utf8');
}

/** Looks again at each event. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise<void>(resolve => {
      heard = resolve;
    });
  }
}

type Ran = Extract<WatchEvent, { type: 'ran' }>;
const runs = () => events.filter((event): event is Ran => event.type === 'ran');

it('generates at once, and again with what has changed', async () => {
  expect(definition()).toContain('colour:');
  put('app/api/lamp.ts', lamp('dim?: boolean'));
  await until(() => definition().includes('dim:'));
  const last = runs().at(-1);
  expect(last?.changed).toContain(join(root, 'app/api/lamp.ts'));
  expect(last?.files.filter(({ state }) => state === 'written').map(({ path }) => path)).toEqual([join(root, CRD)]);
});

it('hears of sources outside the project', async () => {
  put('elsewhere/parts.ts', 'export class Bulb { watts?: string }\n');
  await until(() => definition().includes('watts:'));
});

it('keeps the manifests while there are errors, and tells when there are none any more', async () => {
  const before = definition();
  put('app/api/lamp.ts', lamp('bad?: any'));
  await until(
    () =>
      runs()
        .at(-1)
        ?.diagnostics.some(({ code }) => code === 'KW1001') ?? false,
  );
  expect(definition()).toBe(before);
  put('app/api/lamp.ts', lamp('good?: boolean'));
  await until(() => runs().at(-1)?.cleared ?? false);
  expect(definition()).toContain('good:');
});

it('hears of files that come, go and get other names', async () => {
  const other = lamp('on?: boolean').replaceAll('Lamp', 'Other').replace('../../', '../../../');
  const path = join(root, 'app/config/crd/bases/example.com_others.yaml');
  const state = () =>
    runs()
      .at(-1)
      ?.files.find(file => file.path === path)?.state;
  put('app/api/v2/other.ts', other);
  await until(() => state() === 'written');
  renameSync(join(root, 'app/api/v2/other.ts'), join(root, 'app/api/v2/renamed.ts'));
  await until(() => runs().at(-1)?.changed.includes(join(root, 'app/api/v2/renamed.ts')) ?? false);
  await until(() => state() === 'unchanged' || state() === 'written');
  rmSync(join(root, 'app/api/v2'), { recursive: true });
  await until(() => state() === 'removed');
});

it('hears of the tsconfig and of package.json', async () => {
  put('app/tsconfig.json', TSCONFIG.replace('"strict":true', '"strict":false'));
  await until(
    () =>
      runs()
        .at(-1)
        ?.diagnostics.some(({ code }) => code === 'KW0003') ?? false,
  );
  put('app/tsconfig.json', TSCONFIG);
  await until(() => runs().at(-1)?.cleared ?? false);
  put('app/package.json', '{ "type": "module", "kubewright": { "roleNam": "x" } }');
  await until(
    () =>
      runs()
        .at(-1)
        ?.diagnostics.some(({ code }) => code === 'KW0010') ?? false,
  );
});

it('goes on without a tsconfig, and with it again', async () => {
  rmSync(join(root, 'app/tsconfig.json'));
  await until(() => events.some(event => event.type === 'failed' && event.error instanceof InputError));
  put('app/tsconfig.json', TSCONFIG);
  await until(() => runs().length > 1);
});

it('takes a burst of saves as few runs, of which the last has the last text', async () => {
  for (let save = 0; save < 10; save++) put('app/api/lamp.ts', lamp(`field${save}?: boolean`));
  await until(() => definition().includes('field9:'));
  // One for the burst, and one if the system tells of its end late.
  expect(runs().length).toBeLessThanOrEqual(3);
});
