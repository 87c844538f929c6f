// `npm run demo` on a machine that has Node and a shell, and nothing else: no Go, no programs of a control plane, no caches.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { findKubectl } from '../../hack/control-plane/find-kubectl.js';

const LIMIT = { timeout: 120_000 };

// One for all tests: Node and tsx keep there what they have compiled.
const home = mkdtempSync(join(tmpdir(), 'home-'));
afterAll(() => rmSync(home, { recursive: true }));

let started: ChildProcess | undefined;
beforeEach(() => {
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'tmp'), { recursive: true });
  has('node', process.execPath);
  has('sh', which('sh'));
});
afterEach(() => {
  started?.kill('SIGKILL');
  started = undefined;
  rmSync(join(home, 'bin'), { recursive: true });
});

/** Puts a program on the `PATH` of the demo. */
function has(name: string, program: string): void {
  symlinkSync(program, join(home, 'bin', name));
}

function which(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map(folder => join(folder, program)).find(path => existsSync(path));
  if (found === undefined) throw new Error(`${program} is not on the PATH`);
  return found;
}

/** Runs it; `onLine` hears each line that it prints. */
async function demo(
  args: readonly string[],
  onLine: (line: string, child: ChildProcess) => void = () => {},
): Promise<{ readonly code: number | null; readonly lines: readonly string[]; readonly errors: string }> {
  const program = ['--import', 'tsx', '--conditions=source', 'hack/demo/main.ts', ...args];
  const env = { PATH: join(home, 'bin'), HOME: home, TMPDIR: join(home, 'tmp'), NO_COLOR: '1' };
  const child = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started = child;
  const lines: string[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line);
    onLine(line, child);
  });
  const [code] = await once(child, 'close');
  return { code, lines, errors };
}

/** What the demo leaves on the machine. */
function leftBehind(): readonly string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(path => path.includes('kubewright'));
}

const STEPS = [
  '1. Generate the YAML from api/v1/redis.ts and controllers/',
  '2. Start a control plane on 127.0.0.1',
  '3. Apply the CRD and the RBAC rules',
  '4. Start the operator, as the service account that the rules are bound to',
  '5. Apply a sample: a Redis of 3 replicas',
  '6. Delete a Pod by hand, and see it come back',
  '7. Scale to 5, and down to 2',
  '8. Change the image: its Pods are replaced one at a time',
  '9. Describe it, with its Events',
  '10. A port below 1234 is refused by the API server',
  '11. Delete it: its Pods go first, then the Redis',
];
const steps = (lines: readonly string[]) => lines.filter(line => /^\d+\. /.test(line));
const REFUSAL = 'spec.port in body should be greater than or equal to 1234';
/** The order in which things were deleted. */
const deletions = (lines: readonly string[]) =>
  lines.flatMap(line => /^ {3}\d+ ((?:Pod|Redis)\/\S+)$/.exec(line)?.[1] ?? []);
const IN_ORDER = ['Pod/redis-sample-1', 'Pod/redis-sample-0', 'Redis/redis-sample'];

test("the demo tells everything with the library's own client where there is no kubectl", LIMIT, async () => {
  const { code, lines } = await demo([]);
  const text = lines.join('\n');
  expect(code, text).toBe(0);
  expect(steps(lines)).toEqual(STEPS);
  expect(text).toContain("# kubectl was not found: the library's own client is used.");
  expect(text).not.toContain('$ kubectl');
  expect(text).toContain('redis-sample: 3 Pods wished, 3 there, 3 ready');
  expect(text).toContain('redis-sample: 5 Pods wished, 5 there, 5 ready');
  expect(text).toMatch(/redis-sample-0 is \S+, of the image redis:8-alpine/);
  expect(text).toContain('Normal ScalingDown (1x): shrinking from 5 to 2 Pods');
  expect(text).toContain(
    'Normal RollingOut (1x): replacing the Pod redis-sample-1, for image redis:8-alpine and port 6379',
  );
  expect(text).toContain(REFUSAL);
  expect(deletions(lines)).toEqual(IN_ORDER);
  expect(text).toContain('0 Pods, 0 Redis');
  expect(leftBehind()).toEqual([]);
});

test('the demo tells everything with kubectl where there is one', LIMIT, async ({ skip }) => {
  const found = await findKubectl();
  if (found.binary === undefined) return skip(found.reason);
  has('kubectl', found.binary);
  const { code, lines } = await demo([]);
  const text = lines.join('\n');
  expect(code, text).toBe(0);
  expect(steps(lines)).toEqual(STEPS);
  expect(text).not.toContain('client.');
  // Which kubectl 1.30 does not know.
  expect(text).not.toContain('--for=create');
  expect(text).toMatch(/^ {3}redis-sample +5 +5 +5 +redis:7-alpine +\S+$/m);
  expect(text).toMatch(/^ {3}redis-sample +2 +2 +2 +redis:8-alpine +\S+$/m);
  expect(text).toMatch(
    /Normal +RollingOut .* replacing the Pod redis-sample-1, for image redis:8-alpine and port 6379$/m,
  );
  expect(text).toMatch(/Normal +ScalingDown .* shrinking from 5 to 2 Pods$/m);
  expect(text).toContain(REFUSAL);
  expect(deletions(lines)).toEqual(IN_ORDER);
  expect(text).toContain('No resources found in default namespace.');
  expect(leftBehind()).toEqual([]);
});

test('the demo stops everything when it is interrupted', LIMIT, async () => {
  const { code, lines } = await demo(['--no-kubectl'], (line, child) => {
    if (line === STEPS[4]) child.kill('SIGINT');
  });
  expect(code).toBe(130);
  expect(steps(lines)).toEqual(STEPS.slice(0, 5));
  expect(leftBehind()).toEqual([]);
});

test('the demo leaves nothing behind when it is killed', LIMIT, async () => {
  has('rm', which('rm'));
  const { code, lines } = await demo(['--no-kubectl'], (line, child) => {
    if (line === STEPS[4]) child.kill('SIGKILL');
  });
  expect(code).toBeNull();
  expect(steps(lines)).toEqual(STEPS.slice(0, 5));
  await expect.poll(leftBehind, { timeout: 30_000 }).toEqual([]);
});

test.each([
  ['--fast', "Unknown option '--fast'"],
  ['fast', "Unexpected argument 'fast'"],
])('the demo says what it can be told when it is told %s', async (argument, mistake) => {
  const { code, lines, errors } = await demo([argument]);
  expect(code).toBe(1);
  expect(lines).toEqual([]);
  expect(errors).toContain(mistake);
  for (const wanted of ['npm run demo ', '--real', '--no-kubectl']) expect(errors).toContain(wanted);
});
