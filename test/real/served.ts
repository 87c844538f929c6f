// The `test` of files that ask an API server what it makes of objects of generated definitions.
import { load } from 'js-yaml';
import type { Apply } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { test as base } from '../cluster/fixture.js';

/** What the server says. */
export interface Verdict {
  /** `taken`, or the message of the refusal. */
  readonly answer: string;
  /** As the object that is taken would be stored. */
  readonly spec?: unknown;
}

/** Asks about an object of a kind that is served. */
export type Ask = (kind: string, body: object, options?: AskOptions) => Promise<Verdict>;

export interface AskOptions {
  /** Default: that which is stored. */
  readonly version?: string;
  /** Default: `asked`. */
  readonly name?: string;
}

/**
 * Beside what tests of a cluster have:
 *
 * - `definitions`: those of the texts, which are served.
 * - `send`: a request about an object of theirs, as it is said.
 * - `ask`: whether the server would take an object; nothing is kept of it.
 * - `create`: the same, and it is kept.
 * - `change`: sends a merge patch to what was created.
 */
export function testOf(texts: () => Promise<readonly string[]>) {
  return base
    .extend('definitions', { scope: 'file' }, async ({ admin }, { onCleanup }) => {
      const definitions = (await texts()).map(text => load(text) as Apply<CustomResourceDefinition>);
      const served = await Promise.all(definitions.map(definition => serveDefinition(admin, definition)));
      onCleanup(async () => {
        await Promise.all(served.map(({ metadata }) => admin.delete(CustomResourceDefinition, metadata)));
      });
      return served;
    })
    .extend('send', { scope: 'file' }, async ({ raw, definitions }) => {
      return async (request: Request): Promise<Verdict> => {
        const { method, kind, namespace, name, body, version, query = '' } = request;
        const spec = definitions.find(each => each.spec.names.kind === kind)?.spec;
        if (spec === undefined) throw new Error(`no ${kind} is served`);
        const apiVersion = `${spec.group}/${version ?? spec.versions.find(({ storage }) => storage)?.name}`;
        const objects = `/apis/${apiVersion}/namespaces/${namespace}/${spec.names.plural}`;
        const isNew = method === 'POST';
        const answer = await raw.fetch(`${objects}${isNew ? '' : `/${name}`}?fieldValidation=Ignore${query}`, {
          method,
          headers: { 'content-type': isNew ? 'application/json' : 'application/merge-patch+json' },
          body: JSON.stringify(isNew ? { apiVersion, kind, metadata: { name }, ...body } : body),
        });
        const told = (await answer.json()) as { readonly message?: string; readonly spec?: unknown };
        return answer.ok ? { answer: 'taken', spec: told.spec } : { answer: told.message ?? `status ${answer.status}` };
      };
    })
    .extend('ask', { scope: 'file' }, async ({ send }): Promise<Ask> => {
      return (kind, body, { name = 'asked', version } = {}) =>
        send({ method: 'POST', kind, namespace: 'default', name, body, version, query: '&dryRun=All' });
    })
    .extend('create', async ({ send, namespace }): Promise<Ask> => {
      return (kind, body, { name = 'asked', version } = {}) =>
        send({ method: 'POST', kind, namespace, name, body, version });
    })
    .extend('change', async ({ send, namespace }): Promise<Ask> => {
      return (kind, body, { name = 'asked', version } = {}) =>
        send({ method: 'PATCH', kind, namespace, name, body, version });
    });
}

interface Request {
  readonly method: 'POST' | 'PATCH';
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: object;
  readonly version: string | undefined;
  readonly query?: string;
}
