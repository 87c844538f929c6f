// Records the Tables of a real API server: the columns of built-in kinds, and what tests of their printers replay.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startControlPlane } from '../control-plane/control-plane.js';
import { makeNamespace, type ObservedTable, observeTable } from './observed-table.js';
import { RawClient } from './raw-client.js';
import { sampleTables } from './samples/all.js';

const folder = fileURLToPath(new URL('../../devcluster/table/', import.meta.url));

const controlPlane = await startControlPlane();
try {
  const client = await RawClient.as(controlPlane.kubectl);
  const { gitVersion } = await client.demand<{ gitVersion: string }>('GET', '/version');
  await makeNamespace(client);
  const tables: ObservedTable[] = [];
  for (const table of sampleTables) tables.push(await observeTable(client, table));
  await writeTables(gitVersion, tables);
  console.error(`${tables.length} tables of ${gitVersion}`);
} finally {
  await controlPlane.stop();
}

async function writeTables(version: string, tables: readonly ObservedTable[]): Promise<void> {
  const testdata = `${folder}testdata/`;
  await rm(testdata, { recursive: true, force: true });
  await mkdir(testdata, { recursive: true });
  for (const table of tables) await writeFile(`${testdata}${nameOf(table)}.json`, text({ version, ...table }));
  // Custom kinds bring their own columns.
  const builtin = tables.filter(table => !table.apiVersion.includes('.example.com/'));
  const columns = Object.fromEntries(builtin.map(table => [keyOf(table), table.columns]));
  await writeFile(`${folder}builtin-columns.json`, text(columns));
  const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
  await promisify(execFile)(process.execPath, [biome, 'format', '--write', folder]);
}

function nameOf(table: ObservedTable): string {
  return `${table.kind.toLowerCase()}.${table.apiVersion.replace('/', '.')}`;
}

/** `GROUP/KIND`; of the core group the kind alone. */
function keyOf({ apiVersion, kind }: ObservedTable): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind : `${apiVersion.slice(0, slash)}/${kind}`;
}

function text(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
