// Records what a real control plane makes of `RECORDED_CASES`, for the tests of `devcluster/builtin/` and of the decoder.
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { buffer, text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.js';
import { adminCredentials, type Credentials } from './admin-credentials.js';
import { RECORDED_CASES, type RecordedCase } from './recorded-cases.js';

const FILE = fileURLToPath(new URL('../../devcluster/builtin/recorded/answers.json', import.meta.url));

/** The answer to a step: an object, or a Status. */
interface Answer {
  readonly code: number;
  readonly body: Record<string, unknown>;
}

async function main(): Promise<void> {
  const controlPlane = await startControlPlane();
  try {
    const server = new Server(controlPlane, await adminCredentials(controlPlane));
    const { gitVersion } = (await server.ask('GET', '/version')).body;
    const lines: string[] = [];
    for (const each of RECORDED_CASES) lines.push(JSON.stringify(await record(server, each)));
    await writeFile(FILE, `{\n"version":${JSON.stringify(gitVersion)},\n"cases":[\n${lines.join(',\n')}\n]}\n`);
  } finally {
    await controlPlane.stop();
  }
}

async function record(server: Server, { title, object, patches = [] }: RecordedCase): Promise<unknown> {
  const path = await server.pathOf(object.apiVersion, object.kind);
  const created = await server.ask('POST', path, object);
  const name = (object.metadata as { readonly name: string }).name;
  // Recorded at once, before a controller writes.
  const protobuf = created.code === 201 ? await server.protobuf(`${path}/${name}`) : undefined;
  const steps = [];
  for (const patch of patches)
    steps.push({ patch, answer: clean(await server.ask('PATCH', `${path}/${name}`, patch)) });
  return {
    title,
    object,
    answer: clean(created),
    ...(protobuf !== undefined && { protobuf }),
    ...(steps.length > 0 && { steps }),
  };
}

/** Without what is another one each time and says nothing. */
function clean({ code, body }: Answer): Answer {
  const { metadata, ...fields } = body as { metadata?: Record<string, unknown> };
  if (metadata === undefined) return { code, body };
  const { managedFields: _, resourceVersion: __, ...kept } = metadata;
  return { code, body: { metadata: kept, ...fields } };
}

class Server {
  readonly #paths = new Map<string, string>();

  constructor(
    readonly controlPlane: ControlPlane,
    readonly credentials: Credentials,
  ) {}

  async pathOf(apiVersion: string, kind: string): Promise<string> {
    const key = `${apiVersion} ${kind}`;
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const { resources } = (await this.ask('GET', base)).body as {
      resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
    };
    const resource = resources.find(each => each.kind === kind && !each.name.includes('/'));
    if (resource === undefined) throw new Error(`the API server serves no ${kind} in ${apiVersion}`);
    const path = `${base}/${resource.namespaced ? 'namespaces/default/' : ''}${resource.name}`;
    this.#paths.set(key, path);
    return path;
  }

  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await this.#send(method, path, { 'content-type': type, accept: 'application/json' }, body);
    return { code: answer.statusCode ?? 0, body: JSON.parse(await textOf(answer)) };
  }

  /** The object as protobuf has it, in base64, and as JSON of the same revision. */
  async protobuf(path: string): Promise<{ readonly bytes: string; readonly json: unknown }> {
    for (;;) {
      const before = await this.ask('GET', path);
      const bytes = await buffer(await this.#send('GET', path, { accept: 'application/vnd.kubernetes.protobuf' }));
      const after = await this.ask('GET', path);
      if (JSON.stringify(before) === JSON.stringify(after))
        return { bytes: bytes.toString('base64'), json: after.body };
    }
  }

  #send(method: string, path: string, headers: Record<string, string>, body?: object) {
    return new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const { ca, cert, key } = this.credentials;
      const sent = request(new URL(path, this.controlPlane.server), { method, headers, ca, cert, key }, resolve);
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
