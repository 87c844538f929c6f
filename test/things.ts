// A kind for tests, and objects of it.
import { kindInfo, kindOf } from '../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import { ApiError } from '../runtime/client/api-error.js';

export interface Thing extends KubernetesObject {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}

export const Thing = kindOf<Thing>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Namespaced',
});

export interface ThingParts {
  /** Default: `default`. */
  readonly namespace?: string;
  /** Default: that of the first object of this name. */
  readonly uid?: string;
  /** Uids of its owners. */
  readonly owners?: readonly string[];
  readonly data?: Readonly<Record<string, string>>;
}

/** A Thing as a server sends it: plain, not frozen. */
export function thing(name: string, version: number, parts: ThingParts = {}): Snapshot<Thing> {
  const { namespace = 'default', uid = `uid-${name}`, owners, data } = parts;
  return {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: String(version),
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(owners && {
        ownerReferences: owners.map(owner => ({
          apiVersion: 'example.com/v1',
          kind: 'Owner',
          name: owner,
          uid: owner,
        })),
      }),
    },
    ...(data && { data }),
  };
}

/** What a server says when it refuses to list or watch Things. */
export function refusal(verb: 'list' | 'watch', code: number, reason: string, cause?: string): ApiError {
  const details = cause === undefined ? {} : { causes: [{ reason: cause }] };
  return new ApiError({ verb, kind: kindInfo(Thing) }, code, {
    kind: 'Status',
    code,
    reason,
    message: `scripted ${reason}`,
    details: { kind: 'things', ...details },
  });
}
