import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MetricsRegistry } from './metrics-registry.js';
import { collectProcess } from './process-metrics.js';

let proc: string;

beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'proc-'));
});

afterEach(() => rm(proc, { recursive: true }));

async function values(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const registry = new MetricsRegistry();
  collectProcess(registry, folder);
  const { families, errors } = await registry.gather();
  expect(errors).toEqual([]);
  return Object.fromEntries(families.map(({ name, samples }) => [name, samples[0]?.value]));
}

test('what the kernel tells is read from its files', async () => {
  await mkdir(join(proc, 'fd'));
  for (const name of ['0', '1', '2', '17']) await writeFile(join(proc, 'fd', name), '');
  await mkdir(join(proc, 'net'));
  const fields = Array.from({ length: 50 }, (_, at) => String(at + 3));
  fields[20] = '123456789';
  await writeFile(join(proc, 'stat'), `42 (no (de) js) ${fields.join(' ')}\n`);
  await writeFile(
    join(proc, 'limits'),
    `Limit                     Soft Limit           Hard Limit           Units     \n${'Max open files'.padEnd(26)}1024                 524288               files     \n${'Max address space'.padEnd(26)}unlimited            unlimited            bytes     \n`,
  );
  await writeFile(
    join(proc, 'net', 'netstat'),
    'TcpExt: InOctets OutOctets\nTcpExt: 1 2\nIpExt: InNoRoutes InOctets OutOctets\nIpExt: 0 333 444\n',
  );
  expect(await values(proc)).toMatchObject({
    process_open_fds: 3,
    process_max_fds: 1024,
    process_virtual_memory_bytes: 123_456_789,
    process_virtual_memory_max_bytes: 2 ** 64,
    process_network_receive_bytes_total: 333,
    process_network_transmit_bytes_total: 444,
  });
});

test('where there are no such files, only what Node knows is told', async () => {
  const found = await values(join(proc, 'none'));
  expect(Object.keys(found)).toEqual([
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'process_start_time_seconds',
  ]);
  const { user, system } = process.cpuUsage();
  expect(found.process_cpu_seconds_total).toBeGreaterThan(0);
  expect(found.process_cpu_seconds_total).toBeLessThanOrEqual((user + system) / 1e6);
  expect(found.process_resident_memory_bytes).toBeGreaterThan(1e6);
  expect(found.process_start_time_seconds).toBeGreaterThan(1.6e9);
  expect(found.process_start_time_seconds).toBeLessThanOrEqual(Date.now() / 1000);
});
