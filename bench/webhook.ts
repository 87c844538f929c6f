// What reviews of Pods take beside the same webhooks on controller-runtime. Needs Linux, and Go for that and for the load.
// Run by hand: node --import tsx --conditions=source bench/webhook.ts [rounds]
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, issueServerCertificate } from '../devcluster/tls/certificates.js';
import { asBuilt, BUILT } from './as-built.js';
import { podObject } from './devcluster/pod-object.js';
import { median } from './devcluster/statistics.js';

const ROUNDS = Number(process.argv[2] ?? 3);
const REVIEWS = 5000;
const AT_ONCE = 50;
const SERVERS = ['kubewright', 'controller-runtime'] as const;
type ServerName = (typeof SERVERS)[number];
/** Asked in this order, of a process that has just started: nothing is compiled yet in the first. */
const LOADS = {
  'defaulting, from the start': '/mutate--v1-pod',
  'defaulting, again': '/mutate--v1-pod',
  validating: '/validate--v1-pod',
} as const;

interface Figures {
  readonly connected: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly wall: number;
  readonly allowed: number;
}

const folder = mkdtempSync(join(tmpdir(), 'kubewright-bench-'));
const GO = `${BUILT}/go-webhook`;
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const ours = await asBuilt('webhook');
  execFileSync('go', ['build', '-o', GO, '.'], { cwd: 'bench/webhook/go-twin', stdio: 'inherit' });
  const authority = await createAuthority(new Date());
  const { certificate, key } = await issueServerCertificate(authority, ['127.0.0.1'], new Date());
  const files = { 'ca.crt': authority.certificate, 'tls.crt': certificate, 'tls.key': key, 'review.json': review() };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

  const commands: Record<ServerName, readonly [string, ...string[]]> = {
    kubewright: [process.execPath, ours],
    'controller-runtime': [GO, 'serve'],
  };
  const values = new Map<string, number[]>();
  const note = (load: string, figure: string, server: ServerName, value: number): void => {
    const name = `${load}: ${figure}\t${server}`;
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const server of round % 2 === 0 ? SERVERS : SERVERS.toReversed()) {
      const port = 20_000 + Math.floor(Math.random() * 10_000);
      const [command, ...args] = commands[server];
      const child = spawn(command, [...args, folder, String(port)], { stdio: ['ignore', 'inherit', 'inherit'] });
      try {
        await listening(port);
        for (const [load, path] of Object.entries(LOADS)) {
          const before = cpuSeconds(child);
          const figures = await send(`https://127.0.0.1:${port}${path}`);
          if (figures.allowed !== REVIEWS) throw new Error(`${server} allowed ${figures.allowed} of ${REVIEWS}`);
          note(load, 'connected after, ms', server, figures.connected);
          note(load, 'p50, ms', server, figures.p50);
          note(load, 'p99, ms', server, figures.p99);
          note(load, 'longest, ms', server, figures.longest);
          note(load, 'all, s', server, figures.wall / 1000);
          note(load, 'CPU, s', server, cpuSeconds(child) - before);
          console.error(`round ${round + 1}, ${server}, ${load}: ${JSON.stringify(figures)}`);
        }
        note('memory at the end', 'MB', server, megabytes(child));
      } finally {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
    }
  }
  tell(values);
}

/** A review of a Pod of 6 KB, as the API server of Kubernetes 1.36 writes it. */
function review(): string {
  const gvk = { group: '', version: 'v1', kind: 'Pod' };
  const gvr = { group: '', version: 'v1', resource: 'pods' };
  const pod = podObject(1) as { readonly metadata: object };
  const managedFields = [
    { manager: 'bench', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } },
  ];
  const request = {
    uid: 'THE-UID',
    kind: gvk,
    resource: gvr,
    requestKind: gvk,
    requestResource: gvr,
    name: 'x-000001',
    namespace: 'default',
    operation: 'CREATE',
    userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
    object: { ...pod, metadata: { ...pod.metadata, namespace: 'default', creationTimestamp: null, managedFields } },
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
  };
  return JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request });
}

async function send(url: string): Promise<Figures> {
  const args = ['load', join(folder, 'ca.crt'), url, join(folder, 'review.json'), String(REVIEWS), String(AT_ONCE)];
  const child = spawn(GO, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [status] = (await once(child, 'close')) as [number];
  if (status !== 0) throw new Error(`the load has ended with ${status}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Figures;
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Of all its threads, from proc(5): fields 14 and 15, in ticks of a hundredth of a second. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function megabytes({ pid }: ChildProcess): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function tell(values: ReadonlyMap<string, readonly number[]>): void {
  console.log(
    `| ${REVIEWS} reviews, ${AT_ONCE} at once | ${SERVERS.join(' | ')} | ratio |\n| --- | ---: | ---: | ---: |`,
  );
  for (const name of new Set([...values.keys()].map(key => key.replace(/\t.*/, '')))) {
    const [own = Number.NaN, other = Number.NaN] = SERVERS.map(server =>
      median(values.get(`${name}\t${server}`) ?? []),
    );
    console.log(`| ${name} | ${own.toPrecision(3)} | ${other.toPrecision(3)} | ${(own / other).toFixed(2)}× |`);
  }
}
