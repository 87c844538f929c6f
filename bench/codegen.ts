// `kubewright generate` beside controller-gen: whole processes on the same API, one after the other in turns.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Projects, writeProjects } from './codegen/projects.js';
import { watchReactions } from './codegen/watch-reaction.js';
import { median } from './devcluster/statistics.js';

const { values } = parseArgs({
  options: {
    'controller-gen': { type: 'string' },
    kinds: { type: 'string', default: '1,10,100' },
    rounds: { type: 'string', default: '9' },
    saves: { type: 'string', default: '30' },
  },
});

const PACKAGE = realpathSync(fileURLToPath(new URL('..', import.meta.url)));
const CLI = join(PACKAGE, 'dist/cli/main.js');
const VERSION = 'v0.23.0';

interface Row {
  readonly name: string;
  readonly kubewright: number;
  readonly controllerGen?: number;
}

const root = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-bench-')));
try {
  if (!existsSync(CLI)) throw new Error('there is no dist/; run npm run build');
  const controllerGen = values['controller-gen'] ? resolve(values['controller-gen']) : installed();
  const rows: Row[] = [];
  console.log(
    `load before: ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}; Node ${process.versions.node}\n`,
  );
  for (const kinds of values.kinds.split(',').map(Number)) {
    const projects = writeProjects(root, PACKAGE, kinds);
    rows.push(...measured(projects, controllerGen));
    const reactions = await watchReactions(CLI, projects, Number(values.saves));
    const warm = reactions.slice(Math.floor(reactions.length / 3));
    rows.push({
      name: `${named(kinds)}: a save while watching, the first, ms`,
      kubewright: reactions[0] ?? Number.NaN,
    });
    rows.push({ name: `${named(kinds)}: a save while watching, ms`, kubewright: median(warm) });
  }
  print(rows);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** In turns, so that what else the machine does hits all of them. */
function measured({ kinds, typescript, go }: Projects, controllerGen: string): readonly Row[] {
  const cold = () => timed(process.execPath, [CLI, 'generate', '--no-cache'], typescript);
  const again = () => timed(process.execPath, [CLI, 'generate'], typescript);
  const twin = () => timed(controllerGen, ['crd', 'paths=./...', 'output:crd:dir=config/crd/bases'], go);
  // The first runs fill caches: of files, of compiled code, of Go's packages, and that of unchanged projects.
  for (const run of [cold, twin, again, again]) run();
  compare(typescript, go, kinds);
  const times: { cold: number[]; again: number[]; twin: number[] } = { cold: [], again: [], twin: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    times.cold.push(cold());
    times.twin.push(twin());
    times.again.push(again());
  }
  const controllerGenTook = median(times.twin);
  return [
    { name: `${named(kinds)}: cold, ms`, kubewright: median(times.cold), controllerGen: controllerGenTook },
    { name: `${named(kinds)}: nothing changed, ms`, kubewright: median(times.again), controllerGen: controllerGenTook },
  ];
}

/** Both have to have made all of it. */
function compare(typescript: string, go: string, kinds: number): void {
  for (const folder of [typescript, go]) {
    const made = readdirSync(join(folder, 'config/crd/bases')).length;
    if (made !== kinds) throw new Error(`${folder} has ${made} definitions of ${kinds}`);
  }
}

function timed(command: string, args: readonly string[], cwd: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  const took = performance.now() - began;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return took;
}

function installed(): string {
  const env = { ...process.env, GOBIN: root };
  execFileSync('go', ['install', `sigs.k8s.io/controller-tools/cmd/controller-gen@${VERSION}`], {
    env,
    stdio: 'inherit',
  });
  return join(root, 'controller-gen');
}

function named(kinds: number): string {
  return kinds === 1 ? '1 kind' : `${kinds} kinds`;
}

function print(rows: readonly Row[]): void {
  console.log(`|  | kubewright | controller-gen ${VERSION} | ratio |\n| --- | ---: | ---: | ---: |`);
  for (const { name, kubewright, controllerGen } of rows) {
    const twin = controllerGen === undefined ? '' : Math.round(controllerGen);
    const ratio = controllerGen === undefined ? '' : `${(kubewright / controllerGen).toFixed(2)}×`;
    console.log(`| ${name} | ${Math.round(kubewright)} | ${twin} | ${ratio} |`);
  }
  console.log(
    `\nload after: ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}`,
  );
}
