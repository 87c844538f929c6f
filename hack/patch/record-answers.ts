// Records how a real API server answers patches: `node --import tsx --conditions=source hack/patch/record-answers.ts`.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startControlPlane } from '../control-plane/control-plane.js';
import type { Kubectl } from '../control-plane/kubectl.js';
import { type PlayedScenario, play } from './play.js';
import { SAMPLE_DEFINITIONS } from './sample-definition.js';
import { SCENARIOS } from './scenarios/scenarios.js';

/** All answers of one server. */
export interface Recording {
  /** Such as `v1.36.3`. */
  readonly version: string;
  readonly scenarios: readonly PlayedScenario[];
}

/** Where the answers of a table are kept. */
export function recordingFile(table: string): string {
  return fileURLToPath(new URL(`../../devcluster/patch/testdata/${table}.json`, import.meta.url));
}

/** Prepares a server: the custom resources, and the namespace `patches`. */
export async function prepare(kubectl: Kubectl): Promise<void> {
  await kubectl.apply([...SAMPLE_DEFINITIONS]);
  await kubectl.output(['wait', '--for=condition=Established', 'crd/samples.patch.example', 'crd/bares.patch.example']);
  await kubectl.output(['create', 'namespace', 'patches']);
}

/** Plays a table of scenarios. */
export async function record(kubectl: Kubectl, table: string): Promise<Recording> {
  const { gitVersion } = JSON.parse(await kubectl.output(['get', '--raw', '/version'])) as { gitVersion: string };
  return { version: gitVersion, scenarios: await play(kubectl, table, SCENARIOS[table] ?? []) };
}

async function main(): Promise<void> {
  const controlPlane = await startControlPlane();
  try {
    await prepare(controlPlane.kubectl);
    for (const table of Object.keys(SCENARIOS)) {
      const recording = await record(controlPlane.kubectl, table);
      const file = recordingFile(table);
      await writeFile(file, `${JSON.stringify(recording)}\n`);
      const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
      spawnSync(process.execPath, [biome, 'format', '--write', file], { stdio: 'inherit' });
      console.log(`${table}: ${recording.scenarios.length} scenarios of ${recording.version}`);
    }
  } finally {
    await controlPlane.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
