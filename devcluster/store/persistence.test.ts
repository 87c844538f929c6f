import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { Journal } from './journal.js';
import { MemoryStore } from './memory-store.js';
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
  appendFileSync(join(folder, 'store.jsonl'), '{"crc32":"00000000","type":"set","re');
  const second = openPersistentStore(folder);
  put(second.store, 'y', '2');
  second.close();
  const third = openPersistentStore(folder);
  expect(stateOf(third.store)).toEqual(stateOf(second.store));
  third.close();
});

test('a journal that ends at any byte is the state after its last whole line', () => {
  const folder = newFolder();
  const file = join(folder, 'store.jsonl');
  const { store, close } = openPersistentStore(folder);
  const states = [{ bytes: 0, state: stateOf(store) }];
  const change = (write: () => void): void => {
    write();
    states.push({ bytes: statSync(file).size, state: stateOf(store) });
  };
  change(() => put(store, 'x', 'grün'));
  change(() => put(store, 'y', '1'));
  change(() => store.remove(key('x'), '2'));
  change(() => put(store, 'y', '2'));
  close();
  const whole = readFileSync(file);
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(file, whole.subarray(0, length));
    const cut = openPersistentStore(folder);
    expect(stateOf(cut.store)).toEqual(states.findLast(({ bytes }) => bytes <= length)?.state);
    cut.close();
  }
});

test('what a line takes of a full disk is given back, and the journal goes on', () => {
  const file = join(newFolder(), 'store.jsonl');
  let room = Number.POSITIVE_INFINITY;
  const write = ((descriptor: number, bytes: Buffer, offset: number, length: number) => {
    if (room <= 0) throw new Error('no space left on device');
    const written = writeSync(descriptor, bytes, offset, Math.min(length, room));
    room -= written;
    return written;
  }) as typeof writeSync;
  const journal = new Journal(file, { limit: 1_000_000, write });
  const store = new MemoryStore({ journal: event => journal.append(event, () => store.stored()) });
  put(store, 'x', '1');
  room = 10;
  expect(() => put(store, 'y', '2')).toThrow('no space left');
  room = Number.POSITIVE_INFINITY;
  put(store, 'z', '3');
  journal.close();
  expect(openedAgain(file)).toEqual(stateOf(store));
});

test('a journal that cannot be rewritten still takes changes', () => {
  const file = join(newFolder(), 'store.jsonl');
  let failing = true;
  const write = ((descriptor: number, bytes: Buffer, offset: number, length: number) => {
    if (failing && bytes.includes('"type":"begin"')) throw new Error('no space left on device');
    return writeSync(descriptor, bytes, offset, length);
  }) as typeof writeSync;
  const journal = new Journal(file, { limit: 1000, write });
  const store = new MemoryStore({ journal: event => journal.append(event, () => store.stored()) });
  for (let round = 0; round < 20; round++) put(store, 'x', 'v'.repeat(100));
  expect(readdirSync(dirname(file))).toEqual(['store.jsonl']);
  expect(openedAgain(file)).toEqual(stateOf(store));
  failing = false;
  for (let round = 0; round < 50; round++) put(store, 'x', 'v'.repeat(100));
  journal.close();
  expect(statSync(file).size).toBeLessThan(5000);
  expect(openedAgain(file)).toEqual(stateOf(store));
});

function openedAgain(file: string): object {
  const { revision, objects } = new Journal(file, { limit: 1_000_000 }).read();
  return stateOf(new MemoryStore({}, { revision, objects }));
}

test('whatever is written, and whenever the process ends while the journal is rewritten, nothing is lost', () => {
  const write = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), remove: fc.boolean(), size: fc.nat(200_000) });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), fc.nat(400_000), (writes, journalLimit) => {
      const folder = mkdtempSync(join(newFolder(), 'run-'));
      const { store } = openPersistentStore(folder, { journalLimit });
      for (const { name, remove, size } of writes) {
        const version = store.get(key(name))?.metadata.resourceVersion;
        if (remove && version !== undefined) store.remove(key(name), version);
        else put(store, name, 'v'.repeat(size));
        // What another process would find now.
        expect(openedAgain(join(folder, 'store.jsonl'))).toEqual(stateOf(store));
      }
    }),
    { numRuns: 20 },
  );
});

test('a damaged line elsewhere is an error that names file and line', () => {
  const folder = newFolder();
  const file = join(folder, 'store.jsonl');
  const { store, close } = openPersistentStore(folder);
  for (const name of ['x', 'y', 'z']) put(store, name, 'sound');
  close();
  const [first, second, third] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [first, second?.replace('sound', 'sornd'), third, ''].join('\n'));
  expect(() => openPersistentStore(folder)).toThrow(
    expect.objectContaining({ name: 'DamagedFileError', message: `${file}:2 is damaged`, hint: expect.any(String) }),
  );
});

test.runIf(existsSync('/proc/self/fd'))('a damaged file is not left open', () => {
  const folder = newFolder();
  const file = join(folder, 'store.jsonl');
  writeFileSync(file, 'something else\n');
  const isOpen = () =>
    readdirSync('/proc/self/fd').some(each => targetOf(`/proc/self/fd/${each}`) === realpathSync(file));
  const descriptor = openSync(file, 'r');
  expect(isOpen()).toBe(true);
  closeSync(descriptor);
  expect(() => openPersistentStore(folder)).toThrow('is damaged');
  expect(isOpen()).toBe(false);
});

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    // Of the listing itself.
    return undefined;
  }
}

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
