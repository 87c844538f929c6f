// The two questions to the API server: who shows a token, and whether somebody may do something.
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';

/** What is asked by creating it has no name. */
interface NamelessMeta {
  labels?: Record<string, string>;
}

/** Whom a token belongs to. */
export interface TokenUser {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: { [name: string]: string[] };
}

/** A TokenReview of authentication.k8s.io/v1. */
export interface TokenReview extends KubernetesObject {
  metadata: NamelessMeta;
  spec: { token: string };
  status?: { authenticated?: boolean; user?: TokenUser; error?: string };
}

export const TokenReview = kindOf<TokenReview>()({
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  scope: 'Cluster',
});

/** A SubjectAccessReview of authorization.k8s.io/v1, of what is no object. */
export interface SubjectAccessReview extends KubernetesObject {
  metadata: NamelessMeta;
  spec: {
    user?: string;
    uid?: string;
    groups?: string[];
    extra?: { [name: string]: string[] };
    nonResourceAttributes: { path: string; verb: string };
  };
  status?: { allowed: boolean; reason?: string; evaluationError?: string };
}

export const SubjectAccessReview = kindOf<SubjectAccessReview>()({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  scope: 'Cluster',
});
