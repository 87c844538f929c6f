// Plays scenarios on an API server and writes down its answers, without what differs from run to run.
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../schema/structural-schema.js';
import type { Kubectl } from '../control-plane/kubectl.js';
import { type JsonObject, KINDS, type Scenario, type Step } from './scenario.js';

/** What the server answered to a step. */
export interface Answer {
  readonly code: number;
  /** The object after the step, if it was written. */
  readonly object?: JsonObject;
  /** The Status, if it was refused. */
  readonly status?: JsonObject;
}

export interface PlayedScenario extends Scenario {
  readonly answers: readonly Answer[];
}

/** Plays all scenarios at the same time, each on an object of its own in the namespace `patches`. */
export async function play(
  kubectl: Kubectl,
  table: string,
  scenarios: readonly Scenario[],
): Promise<readonly PlayedScenario[]> {
  const server = await connect(kubectl);
  try {
    return await Promise.all(scenarios.map((each, index) => playOne(server, each, `${table}-${index}-x`)));
  } finally {
    server.close();
  }
}

interface Server {
  send(
    method: string,
    path: string,
    contentType: string,
    body: Json | undefined,
  ): Promise<{ code: number; body: JsonObject }>;
  close(): void;
}

async function connect(kubectl: Kubectl): Promise<Server> {
  const config = JSON.parse(await kubectl.output(['config', 'view', '--raw', '-o', 'json']));
  const decode = (data: string) => Buffer.from(data, 'base64');
  const { user } = config.users[0];
  const { cluster } = config.clusters[0];
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 16,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  return {
    async send(method, path, contentType, body) {
      const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
        const headers = { 'content-type': contentType, accept: 'application/json', 'user-agent': 'recorder/1' };
        const sent = request(new URL(path, cluster.server), { method, agent, headers }, resolve);
        sent.on('error', reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      });
      return { code: response.statusCode ?? 0, body: JSON.parse(await text(response)) };
    },
    close: () => agent.destroy(),
  };
}

async function playOne(server: Server, scenario: Scenario, name: string): Promise<PlayedScenario> {
  const answers: Answer[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    // Managers are ordered by whole seconds: each step gets one of its own.
    if (index > 0) await delay(1100);
    answers.push(await playStep(server, scenario.kind, step, name));
  }
  return { ...scenario, answers: withoutTimes(withoutNames(answers, name)) };
}

const CONTENT_TYPES: Readonly<Record<Step['verb'], string>> = {
  create: 'application/json',
  update: 'application/json',
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

async function playStep(server: Server, kind: string, step: Step, name: string): Promise<Answer> {
  const { apiVersion, plural } = KINDS[kind] ?? { apiVersion: '', plural: '' };
  const version = step.version ?? apiVersion;
  const collection = `/${version.includes('/') ? 'apis' : 'api'}/${version}/namespaces/patches/${plural}`;
  const object = `${collection}/${name}`;
  const target = step.verb === 'create' ? collection : `${object}${step.subresource ? `/${step.subresource}` : ''}`;
  const query = new URLSearchParams();
  if (step.manager !== '') query.set('fieldManager', step.manager);
  if (step.force !== undefined) query.set('force', String(step.force));
  const method = step.verb === 'create' ? 'POST' : step.verb === 'update' ? 'PUT' : 'PATCH';
  const body = await bodyOf(server, step, { apiVersion: version, kind }, name, target);
  const answer = await server.send(method, `${target}?${query}`, CONTENT_TYPES[step.verb], body);
  if (answer.code >= 300) return { code: answer.code, status: answer.body };
  const written =
    step.subresource === 'scale' ? (await server.send('GET', object, 'application/json', undefined)).body : answer.body;
  return { code: answer.code, object: written };
}

async function bodyOf(server: Server, step: Step, type: JsonObject, name: string, target: string): Promise<Json> {
  const { body, verb } = step;
  if (verb === 'update') {
    const live = await server.send('GET', target, 'application/json', undefined);
    return changed(live.body, body);
  }
  if (verb !== 'create' && verb !== 'apply') return body;
  const given = body as JsonObject;
  return { ...type, ...given, metadata: { name, ...(given.metadata as JsonObject | undefined) } };
}

/** A merge patch by its definition. */
function changed(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map(Object.entries(isObject ? (target as JsonObject) : {}));
  for (const [key, value] of Object.entries(patch as JsonObject)) {
    if (value === null) result.delete(key);
    else result.set(key, changed(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/** With one name for all objects, and without what the server makes up. */
function withoutNames(answers: readonly Answer[], name: string): readonly Answer[] {
  const named: readonly Answer[] = JSON.parse(JSON.stringify(answers).replaceAll(name, 'it'));
  return named.map(answer => {
    if (answer.object === undefined) return answer;
    const { uid, resourceVersion, creationTimestamp, ...metadata } = answer.object.metadata as JsonObject;
    const { clusterIP, clusterIPs, ...spec } = (answer.object.spec ?? {}) as JsonObject;
    return {
      ...answer,
      object: { ...answer.object, ...(answer.object.spec !== undefined && { spec }), metadata },
    };
  });
}

/** The times of managers as the numbers of the steps that they first appear in: `2026-01-01T00:00:02Z` for the third. */
function withoutTimes(answers: readonly Answer[]): readonly Answer[] {
  const steps = new Map<string, string>();
  return answers.map((answer, step) =>
    JSON.parse(JSON.stringify(answer), (key, value) => {
      if (key !== 'time' || typeof value !== 'string') return value;
      const known = steps.get(value) ?? new Date(Date.UTC(2026, 0, 1, 0, 0, step)).toISOString().replace('.000', '');
      steps.set(value, known);
      return known;
    }),
  );
}
