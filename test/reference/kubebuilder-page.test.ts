// The page for those who come from kubebuilder says nothing that does not compile, and names no file, command or flag that is not there.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagName } from '../../runtime/flags/flag-spec.js';
import { MANAGER_FLAGS } from '../../runtime/flags/manager-flags.js';
import { compiledPieces } from '../compiled-pieces.js';
import { leadsSomewhere, linksOf } from '../page-links.js';

const url = new URL('../../docs/guides/coming-from-kubebuilder.md', import.meta.url);
const page = readFileSync(url, 'utf8');

/** How a code span of a column "Here" stands in a program, by the heading of the first column. */
const PLACES: Readonly<Record<string, (span: string) => string>> = {
  Go: span => span,
  'On a field': span => `class Spec { ${span} }`,
  'On a kind': span =>
    span.startsWith('@') ? `${span} class Kind extends CustomResource<RedisSpec, RedisStatus> {}` : span,
  'On a reconciler': span => `${span.startsWith('@Reconciles') ? '' : '@Reconciles(Redis)'} ${span} ${RECONCILER}`,
  'Of `ctrl.Options`': span => `new Manager({ name: 'redis-operator', ${span} })`,
};

const RECONCILER = `class Reconciler {
  async reconcile(object: Snapshot<Redis>, its: ReconcileContext): Promise<Result> { return done; }
  async finalize(object: Snapshot<Redis>, its: ReconcileContext): Promise<Result> { return done; }
  async *calls() { yield { namespace: 'shop', name: 'cache' }; }
}`;

/** What the spans speak of. */
const WORLD = `
import { Redis, RedisSpec, RedisStatus } from '../../api/v1/redis.js';
import { RedisReconciler } from '../../controllers/redis/redis-reconciler.js';
declare const context: ReconcileContext, client: Client, manager: Manager, cluster: TestCluster;
declare const redis: Snapshot<Redis>, pod: Snapshot<Pod>, newPod: New<Pod>;
declare const key: { readonly namespace: string; readonly name: string };
declare const error: unknown, runnable: Runnable, check: HealthCheck;
`;

/** So that the test can fail. */
const WRONG = [
  'client.get(Redis)',
  "class Spec { @Minimum('0') size!: Int32 }",
  'enqueue(redis)',
  'manager.add(new RedisReconciler())',
  "new Manager({ name: 'redis-operator', leaderElectionId: 'redis' })",
];
const WRONG_BLOCK = "import { noSuchName } from 'kubewright';\n";

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const tables = tablesOf(page);
const spans = tables
  .filter(({ head }) => head[1] === 'Here')
  .flatMap(({ head: [first = ''], rows }) =>
    rows
      .filter(([, here = '']) => !here.startsWith('none'))
      .flatMap(([, here = '']) => codeIn(here).map(span => ({ first, span }))),
  );
const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);

describe('docs/guides/coming-from-kubebuilder.md', () => {
  it('has a place in a program for each code span under "Here"', () => {
    expect(spans.filter(({ first }) => PLACES[first] === undefined)).toEqual([]);
    expect(spans.length).toBeGreaterThan(120);
    expect(blocks.length).toBeGreaterThan(1);
  });

  it('compiles, and would not with what is wrong', { timeout: 240_000 }, () => {
    const pieces = spans.map(({ first, span }) => PLACES[first]?.(span) ?? '');
    const found = compiledPieces(WORLD, [...pieces, ...WRONG], [...blocks, WRONG_BLOCK]);
    expect(found.filter(({ piece }) => ![...WRONG, WRONG_BLOCK].includes(piece))).toEqual([]);
    expect(new Set(found.map(({ piece }) => piece))).toEqual(new Set([...WRONG, WRONG_BLOCK]));
  });

  it('has a row that answers each of the other side', () => {
    expect(
      tables.flatMap(({ rows }) => rows).filter(([first, second, third]) => !(first && (second || third))),
    ).toEqual([]);
  });

  it('names flags that there are', () => {
    const known = new Set(Object.keys(MANAGER_FLAGS).map(key => `--${flagName(key)}`));
    const rows = tables.find(({ head }) => head[1] === 'Flag')?.rows ?? [];
    const named = rows.flatMap(([, flags = '']) => codeIn(flags));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(flag => !known.has(flag))).toEqual([]);
  });

  it('names commands that there are', () => {
    const { scripts, bin } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const rows = tables.find(({ head }) => head[1] === 'Command')?.rows ?? [];
    const named = rows.flatMap(([, command = '']) => codeIn(command)).map(command => command.split(' '));
    const ours = named.filter(([program, name = '']) => program === 'npm' || name in bin);
    expect(ours.map(words => words.slice(0, 3).join(' '))).toEqual([
      'npx kubewright generate',
      'npx kubewright generate',
      'npx kubewright dev',
      'npm run bundle',
    ]);
    for (const [program, , name = '', option] of ours) {
      if (program === 'npm') expect(scripts).toHaveProperty(name);
      else {
        const source = readFileSync(new URL(`../../cli/${name}.ts`, import.meta.url), 'utf8');
        expect(source).toContain(`.command('${name}')`);
        if (option !== undefined) expect(source).toContain(`'${option}'`);
      }
    }
  });

  it('links to what is there, down to the heading', () => {
    const links = linksOf(page);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter(target => !leadsSomewhere(target, url))).toEqual([]);
  });

  it('is linked from the guides and the README', () => {
    for (const from of ['../../README.md', '../../docs/guides/first-operator.md', '../../docs/reference/markers.md']) {
      expect(readFileSync(new URL(from, import.meta.url), 'utf8'), from).toContain('coming-from-kubebuilder.md');
    }
  });
});

function tablesOf(text: string): readonly Table[] {
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => {
    const [head = [], , ...rows] = table.trimEnd().split('\n').map(cellsOf);
    return { head, rows };
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim().replaceAll('\\|', '|'));
}

function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
