// The `test` of what API servers make of webhooks: a webhook server, and configurations for a namespace of the test's own.
import type { KubernetesObject } from 'kubewright';
import { expect } from 'vitest';
import { test as base } from '../fixture.js';
import { ReviewServer } from './review-server.js';

/** An entry of a configuration. Default: it is asked about all writes of ConfigMaps, at the path `/NAME`. */
export interface Hook {
  /** `a` becomes `a.NAMESPACE.example.com`. */
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface Answered {
  readonly code: number;
  readonly body: any;
  readonly warnings: readonly string[];
}

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';

/** - `hooks`: a webhook server, what configures it, and requests as the administrator. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
  .extend('reviews', async ({}, { onCleanup }) => {
    const server = await ReviewServer.start();
    onCleanup(() => server.stop());
    return server;
  })
  .extend('hooks', async ({ raw, namespace, reviews }, { onCleanup }) => {
    const made: string[] = [];
    const ask = async (method: string, path: string, body?: object, headers: object = {}): Promise<Answered> => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const response = await raw.fetch(path, {
        method,
        headers: { 'content-type': type, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const warnings = [...(response.headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)];
      return { code: response.status, body: await response.json(), warnings: warnings.map(([, text]) => text ?? '') };
    };
    onCleanup(async () => {
      for (const path of made) await ask('DELETE', path);
    });
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;

    /** Stores a configuration, and waits until it is in force: real servers take a moment. */
    const configure = async (type: 'mutating' | 'validating', hooks: readonly Hook[], suffix = 'a'): Promise<void> => {
      const name = `${namespace}-${suffix}`;
      const mark = `${type}-${suffix}`;
      const probe = {
        name: 'probe',
        objectSelector: { matchLabels: { probe: mark } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] }],
      };
      reviews.answer('/probe', { allowed: false });
      const webhooks = [...hooks, probe].map(({ name: short, ...hook }) => ({
        name: `${short}.${namespace}.example.com`,
        clientConfig: reviews.at(`/${short}`),
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        ...hook,
      }));
      const path = `${REGISTRATION}/${type}webhookconfigurations`;
      const created = await ask('POST', path, { metadata: { name }, webhooks });
      expect([created.code, created.body.message]).toEqual([201, undefined]);
      made.push(`${path}/${name}`);
      const probed = { metadata: { name: 'probe', labels: { probe: mark } } };
      await expect
        .poll(async () => (await ask('POST', `${maps}?dryRun=All`, probed)).code, { timeout: 20_000 })
        .not.toBe(201);
      reviews.take();
    };
    /**
     * Lists what is at a path, and so waits until the server's own cache has all that was written: a write that begins at an
     * older state fails unseen, is tried again, and webhooks are asked again.
     */
    const catchUp = async (path: string): Promise<void> => {
      expect((await ask('GET', path)).code).toBe(200);
    };
    /** The names of the webhooks that a request is asked about, and its answer. */
    const create = (name: string, rest: object = {}, query = '', labels: object = {}): Promise<Answered> =>
      ask('POST', `${maps}${query}`, { metadata: { name, labels }, ...rest });
    const fullName = (name: string): string => `${name}.${namespace}.example.com`;
    return { ask, configure, create, catchUp, maps, fullName };
  });

/** An object as a review has it. */
export type Reviewed = KubernetesObject & { readonly [field: string]: any };
