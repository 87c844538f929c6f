// What the operating system tells of this process, under the names that client libraries of Prometheus share.
import { readdir, readFile } from 'node:fs/promises';
import { counterFamily, gaugeFamily } from './families.js';
import type { MetricFamily } from './metric.js';
import type { MetricsRegistry } from './metrics-registry.js';

const cpu = counterFamily('process_cpu_seconds_total', 'Time on CPUs, in the process and in the kernel for it.');
const started = gaugeFamily('process_start_time_seconds', 'When the process was started, in seconds since the epoch.');
const resident = gaugeFamily('process_resident_memory_bytes', 'Memory that is held in RAM.');
const virtual = gaugeFamily('process_virtual_memory_bytes', 'Memory that addresses are reserved for.');
const virtualLimit = gaugeFamily('process_virtual_memory_max_bytes', 'The limit of that; 1.8e19 where there is none.');
const files = gaugeFamily('process_open_fds', 'File descriptors that are open, those of connections among them.');
const filesLimit = gaugeFamily('process_max_fds', 'How many there may be.');
const received = counterFamily(
  'process_network_receive_bytes_total',
  'Bytes that came over the network, of the whole Pod.',
);
const sent = counterFamily(
  'process_network_transmit_bytes_total',
  'Bytes that went over the network, of the whole Pod.',
);

/** Where there is no `/proc`, only what Node itself knows: CPU, start and resident memory. */
export function collectProcess(registry: MetricsRegistry, proc = '/proc/self'): void {
  registry.collect(async () => {
    const { user, system } = process.cpuUsage();
    return [
      cpu((user + system) / 1e6),
      started(performance.timeOrigin / 1000),
      resident(process.memoryUsage.rss()),
      ...(await ofProc(proc)),
    ];
  });
}

async function ofProc(proc: string): Promise<readonly MetricFamily[]> {
  const [open, stat, limits, netstat] = await Promise.all([
    // One of them is that of the folder that is being read.
    readdir(`${proc}/fd`).then(names => names.length - 1, missing),
    text(`${proc}/stat`),
    text(`${proc}/limits`),
    text(`${proc}/net/netstat`),
  ]);
  // The name of the program may hold blanks, and stands in brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const network = netstat === undefined ? undefined : countersOf(netstat, 'IpExt');
  return [
    present(files, open),
    present(virtual, number(fields?.[20])),
    present(filesLimit, limitOf(limits, 'Max open files')),
    present(virtualLimit, limitOf(limits, 'Max address space')),
    present(received, network?.get('InOctets')),
    present(sent, network?.get('OutOctets')),
  ].flat();
}

function text(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(missing);
}

function missing(): undefined {}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function present(family: (value: number) => MetricFamily, value: number | undefined): readonly MetricFamily[] {
  return value === undefined || Number.isNaN(value) ? [] : [family(value)];
}

/** The soft one. */
function limitOf(limits: string | undefined, name: string): number | undefined {
  const [value] =
    limits
      ?.split('\n')
      .find(line => line.startsWith(name))
      ?.slice(name.length)
      .trim()
      .split(/\s+/) ?? [];
  return value === 'unlimited' ? 2 ** 64 : number(value);
}

/** Of a table with a line of names before a line of values. */
function countersOf(table: string, name: string): ReadonlyMap<string, number> {
  const [names = [], values = []] = table
    .split('\n')
    .filter(line => line.startsWith(`${name}:`))
    .map(line => line.split(' ').slice(1));
  return new Map(names.map((each, at) => [each, Number(values[at])]));
}
