// Makes what a story needs before its first command, and takes it away after the last.
import { setTimeout as delay } from 'node:timers/promises';
import { load } from 'js-yaml';
import type { Target } from '../target.js';

/** A prepared place. */
export interface PreparedStory {
  /** Deletes the namespace and the definitions, without waiting until they are gone. */
  end(): Promise<void>;
}

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

/**
 * A namespace with its service account, and definitions that are established and whose schemas are published.
 * @throws Error when the server refuses
 */
export async function prepareStory(
  target: Target,
  namespace: string,
  definitions: readonly string[],
): Promise<PreparedStory> {
  await post(target, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await appears(target, `/api/v1/namespaces/${namespace}/serviceaccounts`, 'default');
  const read = definitions.map(text => load(text) as Definition);
  for (const definition of read) {
    await post(target, DEFINITIONS, definition);
    await published(target, definition);
  }
  return {
    async end() {
      for (const { metadata } of read) await target.fetch(`${DEFINITIONS}/${metadata.name}`, { method: 'DELETE' });
      await target.fetch(`/api/v1/namespaces/${namespace}`, { method: 'DELETE' });
    },
  };
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

async function post(target: Target, path: string, object: object): Promise<void> {
  const response = await target.fetch(path, {
    method: 'POST',
    body: JSON.stringify(object),
    headers: { 'content-type': 'application/json' },
  });
  if (response.status !== 201) throw new Error(`POST ${path}: ${await response.text()}`);
}

/** Resolves when a watch tells of it. */
async function appears(target: Target, path: string, name: string): Promise<void> {
  const response = await target.fetch(`${path}?watch=true&fieldSelector=metadata.name=${name}&timeoutSeconds=30`);
  for await (const _ of response.body ?? []) return;
  throw new Error(`${path}/${name} does not appear`);
}

/** The API server publishes a schema about half a second after it serves the kind, and kubectl asks for both. */
async function published(target: Target, { spec, metadata }: Definition): Promise<void> {
  const plural = metadata.name.slice(0, metadata.name.indexOf('.'));
  for (const { name } of spec.versions.filter(version => version.served)) {
    const deadline = performance.now() + 30_000;
    const path = `/apis/${spec.group}/${name}`;
    for (;;) {
      const document = await target.fetch(`/openapi/v3${path}`);
      if ((await document.text()).includes(`${path}/`) && (await served(target, path, plural))) break;
      if (performance.now() > deadline) throw new Error(`${path} is not published`);
      await delay(POLL_MS);
    }
  }
}

const POLL_MS = 20;

async function served(target: Target, path: string, plural: string): Promise<boolean> {
  const response = await target.fetch(path);
  return (await response.text()).includes(`"name":"${plural}"`);
}
