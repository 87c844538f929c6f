// Records the protobuf bodies that kubectl sends to a real control plane, for the tests of `devcluster/protobuf/`.
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.js';
import { Kubectl } from '../control-plane/kubectl.js';
import { adminCredentials, type Credentials } from './admin-credentials.js';

const FILE = fileURLToPath(new URL('../../devcluster/protobuf/recorded/kubectl-bodies.json', import.meta.url));

/** Each is run as it is, and those that create something first with `--dry-run=client -o json` to know what it is. */
const COMMANDS: readonly string[] = [
  'create configmap settings --from-literal=color=blue --from-literal=size=',
  'create secret generic password --from-literal=user=admin --from-literal=bytes=äöü --type=example.dev/login',
  'create secret docker-registry registry --docker-username=u --docker-password=p --docker-server=r.example',
  'create namespace elsewhere',
  'create serviceaccount robot',
  'create deployment web --image=nginx:1.27 --replicas=2 --port=80',
  'create quota limits --hard=cpu=1,pods=10,requests.memory=1Gi',
  'create role reader --verb=get,list --resource=pods,deployments.apps --resource-name=web',
  'create rolebinding readers --role=reader --user=jane --group=staff --serviceaccount=default:robot',
  'create clusterrole cluster-reader --verb=get --resource=nodes',
  'create clusterrole metrics-reader --verb=get --non-resource-url=/metrics',
  'create clusterrole sum --aggregation-rule=example.dev/sum=true',
  'create clusterrolebinding cluster-readers --clusterrole=cluster-reader --user=jane',
  'create job once --image=busybox -- date -u',
  'create cronjob hourly --image=busybox --schedule=0/60_*_*_*_* -- date',
  'create service clusterip web --tcp=80:8080 --tcp=443:8443',
  'create service nodeport web-node --tcp=80:http --node-port=30080',
  'create service loadbalancer web-outside --tcp=80:8080',
  'create service externalname far --external-name=far.example --tcp=80',
  'create service clusterip headless --clusterip=None',
  'create ingress web --class=nginx --rule=web.example/path*=web:80,tls=web-tls --default-backend=web:http --annotation=a=b',
  'create poddisruptionbudget web --selector=app=web --min-available=50%',
  'create poddisruptionbudget other --selector=app=other --max-unavailable=1',
  'create priorityclass high --value=1000 --description=first --preemption-policy=Never',
  'create token robot --duration=10m --audience=here --bound-object-kind=Secret --bound-object-name=password',
  'autoscale deployment web --min=2 --max=5 --cpu=80%',
  'auth can-i create pods --subresource=log',
  'auth can-i get /healthz',
  'auth can-i --list',
  'auth whoami',
];

interface Recorded {
  readonly command: string;
  /** Base64. */
  readonly body: string;
  /** What kubectl says that it would send. */
  readonly object?: unknown;
}

async function main(): Promise<void> {
  const controlPlane = await startControlPlane();
  try {
    const bodies: Buffer[] = [];
    const proxy = await startProxy(controlPlane, await adminCredentials(controlPlane), bodies);
    const records: Recorded[] = [];
    try {
      for (const command of COMMANDS) records.push(await record(proxy.kubectl, command, bodies));
    } finally {
      proxy.close();
    }
    const { gitVersion } = JSON.parse(await controlPlane.kubectl.output(['get', '--raw', '/version']));
    const lines = records.map(each => JSON.stringify(each)).join(',\n');
    await writeFile(FILE, `{\n"version":${JSON.stringify(gitVersion)},\n"requests":[\n${lines}\n]}\n`);
  } finally {
    await controlPlane.stop();
  }
}

async function record(kubectl: Kubectl, command: string, bodies: Buffer[]): Promise<Recorded> {
  const args = command.split(' ').map(arg => (arg.startsWith('--schedule') ? arg.replaceAll('_', ' ') : arg));
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const dry = args.toSpliced(end, 0, '--dry-run=client', '--output=json');
  const creates = !/^(auth|create token)/.test(command);
  const object = creates ? JSON.parse(await kubectl.output(dry)) : undefined;
  bodies.length = 0;
  const { stderr } = await kubectl.run(args);
  const [body] = bodies;
  if (body === undefined) throw new Error(`kubectl ${command} sent no protobuf: ${stderr}`);
  return { command, body: body.toString('base64'), ...(object !== undefined && { object }) };
}

async function startProxy(controlPlane: ControlPlane, { ca, cert, key }: Credentials, bodies: Buffer[]) {
  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    const body = await buffer(incoming);
    if (incoming.headers['content-type'] === 'application/vnd.kubernetes.protobuf') bodies.push(body);
    const { host: _, ...headers } = incoming.headers;
    const target = new URL(incoming.url ?? '/', controlPlane.server);
    const onward = request(target, { method: incoming.method, headers, ca, cert, key }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { folder, kubectl } = controlPlane.location;
  const path = join(folder, 'recorded.yaml');
  await writeFile(path, kubeconfigOf(url));
  return {
    kubectl: new Kubectl(kubectl, path, join(folder, 'recorded-cache')),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function kubeconfigOf(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proxy', cluster: { server } }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: '' } }],
    'current-context': 'proxy',
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
