import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import type { MemoryStore } from './memory-store.js';
import { openPersistentStore } from './persistence.js';
import type { StoreKey } from './store.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubewright-store-'));
  folders.push(folder);
  return folder;
}

const key = (name: string): StoreKey => ({ storage: '/configmaps', namespace: 'a', name });

function put(store: MemoryStore, name: string, value: string): void {
  const metadata = { name, namespace: 'a', uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
  const object: ApiObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, value };
  store.put(key(name), object, store.get(key(name))?.metadata.resourceVersion ?? '');
}

const stateOf = (store: MemoryStore) => ({ revision: store.revision, objects: [...store.objects()] });

test('a store that is opened again is as it was', () => {
  const folder = newFolder();
  const first = openPersistentStore(folder);
  for (const name of ['x', 'y', 'z']) put(first.store, name, 'grün\n"quoted"');
  put(first.store, 'y', 'changed');
  first.store.remove(key('x'), '2');
  first.close();
  const second = openPersistentStore(folder);
  expect(stateOf(second.store)).toEqual(stateOf(first.store));
  put(second.store, 'w', 'new');
  expect(second.store.get(key('w'))?.metadata.resourceVersion).toBe('7');
  second.close();
});

test('a line that was cut in the middle is dropped, and writing goes on after it', () => {
  const folder = newFolder();
  const first = openPersistentStore(folder);
  put(first.store, 'x', '1');
  first.close();
  appendFileSync(join(folder, 'store.jsonl'), '{"set":{"storage":"/configmaps","names');
  const second = openPersistentStore(folder);
  put(second.store, 'y', '2');
  second.close();
  const third = openPersistentStore(folder);
  expect(stateOf(third.store)).toEqual(stateOf(second.store));
  third.close();
});

test('a damaged line elsewhere is an error that names file and line', () => {
  const folder = newFolder();
  const file = join(folder, 'store.jsonl');
  writeFileSync(
    file,
    '{"revision":1,"count":0}\nnonsense\n{"remove":{"storage":"s","namespace":"","name":"n"},"revision":2}\n',
  );
  expect(() => openPersistentStore(folder)).toThrow(`${file}:2 is damaged`);
});

test('the journal does not grow for ever', () => {
  const folder = newFolder();
  const { store, close } = openPersistentStore(folder, { journalLimit: 10_000 });
  for (let round = 0; round < 500; round += 1) put(store, `x${round % 5}`, 'v'.repeat(100));
  close();
  expect(statSync(join(folder, 'store.jsonl')).size).toBeLessThan(15_000);
  const again = openPersistentStore(folder);
  expect(stateOf(again.store)).toEqual(stateOf(store));
  again.close();
});

test('nothing that was acknowledged is lost when the process is killed', async () => {
  const folder = newFolder();
  const script = join(import.meta.dirname, 'testdata', 'write-until-killed.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged === 2000) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const { store, close } = openPersistentStore(folder);
  close();
  expect(acknowledged).toBeGreaterThanOrEqual(2000);
  expect(Number(store.get(key('counter'))?.value)).toBeGreaterThanOrEqual(acknowledged);
  expect(readFileSync(join(folder, 'store.jsonl'), 'utf8')).not.toBe('');
});
