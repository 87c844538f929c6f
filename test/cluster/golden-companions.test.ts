// The API server takes what codegen writes beside definitions: roles, bindings, accounts, Services and webhooks.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect } from 'vitest';
import { goldenCompanions } from '../golden-case.js';
import { test } from './fixture.js';

/** Where each kind is served, and whether in namespaces. */
const PLACES: { readonly [kind: string]: readonly [path: string, namespaced: boolean] } = {
  ClusterRole: ['/apis/rbac.authorization.k8s.io/v1/clusterroles', false],
  ClusterRoleBinding: ['/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', false],
  Role: ['/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/roles', true],
  RoleBinding: ['/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/rolebindings', true],
  ServiceAccount: ['/api/v1/namespaces/NAMESPACE/serviceaccounts', true],
  Service: ['/api/v1/namespaces/NAMESPACE/services', true],
  MutatingWebhookConfiguration: ['/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', false],
  ValidatingWebhookConfiguration: ['/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', false],
};

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const files = goldenCompanions().filter(path => !path.endsWith('kustomization.yaml'));

describe('a generated file', () => {
  test.for(files.map(path => [path.slice(path.indexOf('golden/')), path] as const))(
    'holds only what the API server takes, strictly read: %s',
    async ([, path], { raw, namespace }) => {
      const objects = loadAll(readFileSync(path, 'utf8')) as Written[];
      expect(objects).not.toEqual([]);
      for (const object of objects) {
        const [place, namespaced] = PLACES[object.kind] ?? ['', false];
        const name = `${basename(dirname(dirname(path)))}.${object.metadata.name}`;
        const metadata = namespaced ? { ...object.metadata, namespace } : { ...object.metadata, name };
        const url = `${place.replace('NAMESPACE', namespace)}?dryRun=All&fieldValidation=Strict`;
        const body = JSON.stringify({ ...object, metadata });
        const headers = { 'content-type': 'application/json' };
        const answer = await raw.fetch(url, { method: 'POST', headers, body });
        const { message, reason } = (await answer.json()) as { readonly message?: string; readonly reason?: string };
        expect([object.kind, answer.status, reason, message]).toEqual([object.kind, 201, undefined, undefined]);
      }
    },
  );
});
