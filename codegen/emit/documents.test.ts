import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { ApiModel, RbacRule, ResourceModel, WebhookModel } from '../model/api-model.js';
import { documentsOf } from './documents.js';

const origin = { file: '/api.ts', line: 1, column: 1 };

function resource(kind: string): ResourceModel {
  const plural = `${kind.toLowerCase()}s`;
  return {
    group: 'example.com',
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    scope: 'Namespaced',
    status: false,
    printColumns: [],
    schema: { type: 'object', origin, said: {} },
    origin,
    said: {},
  };
}

function rule(resource: string, verb: string): RbacRule {
  return { apiGroups: ['example.com'], resources: [resource], verbs: [verb], origin };
}

const model: ApiModel = {
  resources: [resource('Job'), resource('Cron'), resource('Redis')],
  rbacRules: [rule('jobs', 'get'), rule('crons', 'get'), rule('jobs', 'list')],
  diagnostics: [],
};

describe('documentsOf', () => {
  it('gives a file for each resource, and one for the role', () => {
    const manifests = documentsOf(model, { roleName: 'manager-role', scaffold: false, generatorVersion: '1.2.3' });
    expect(manifests.map(({ path }) => path)).toEqual([
      'crd/bases/example.com_crons.yaml',
      'crd/bases/example.com_jobs.yaml',
      'crd/bases/example.com_rediss.yaml',
      'rbac/role.yaml',
    ]);
    expect(manifests.at(-1)?.content).toBe(`---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  annotations:
    kubewright.dev/version: 1.2.3
  name: manager-role
rules:
- apiGroups:
  - example.com
  resources:
  - crons
  verbs:
  - get
- apiGroups:
  - example.com
  resources:
  - jobs
  verbs:
  - get
  - list
`);
  });

  it('gives no role without rules', () => {
    expect(documentsOf({ ...model, rbacRules: [] }, { roleName: 'r' }).map(({ path }) => path)).not.toContain(
      'rbac/role.yaml',
    );
  });

  it('marks what it gives with the version of the package', () => {
    expect(documentsOf(model, { roleName: 'r' })[0]?.content).toMatch(/kubewright\.dev\/version: \d+\.\d+\.\d+/);
  });

  it('gives the same bytes for every order of the model', () => {
    const expected = documentsOf(model, { roleName: 'r' });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...model.resources], { minLength: 3 }),
        fc.shuffledSubarray([...model.rbacRules], { minLength: 3 }),
        (resources, rbacRules) => {
          expect(documentsOf({ ...model, resources, rbacRules }, { roleName: 'r' })).toEqual(expected);
        },
      ),
    );
  });

  describe('gives what self-issued certificates need', () => {
    const webhook = (type: 'mutating' | 'validating', others: Partial<WebhookModel> = {}): WebhookModel => ({
      type,
      name: `${type}.example.com`,
      groups: [''],
      versions: ['v1'],
      resources: ['pods'],
      operations: ['CREATE'],
      path: '/x',
      failurePolicy: 'Fail',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      implemented: [],
      origin,
      said: {},
      ...others,
    });
    const hub = { group: 'example.com', version: 'v2', kind: 'Cron' };
    const converted = [
      { ...resource('Cron'), conversion: { hub, origin } },
      { ...resource('Cron'), version: 'v2', storage: true },
    ];
    const made = (webhooks: readonly WebhookModel[], resources: readonly ResourceModel[] = []) => {
      const all = documentsOf({ resources, rbacRules: [], diagnostics: [], webhooks }, { roleName: 'r' });
      return new Map(all.map(({ path, content }) => [path, content]));
    };
    const rulesIn = (files: ReadonlyMap<string, string>) => {
      const [role] = loadAll(files.get('rbac/webhook_certificates_role.yaml') ?? '') as {
        rules: { resources: string[]; resourceNames: string[] }[];
      }[];
      return role?.rules.map(each => [...each.resources, ...each.resourceNames]);
    };

    it('for the names of its own configurations and converted kinds, and no others', () => {
      const webhooks = [
        webhook('mutating'),
        webhook('validating', { configurationName: 'strict' }),
        webhook('validating'),
        webhook('mutating', { configurationName: 'elsewhere', url: 'https://example.com' }),
        webhook('mutating', { configurationName: 'of-others', service: { name: 'other' } }),
      ];
      expect(rulesIn(made(webhooks, [resource('Job'), ...converted]))).toEqual([
        ['mutatingwebhookconfigurations', 'mutating-webhook-configuration'],
        ['validatingwebhookconfigurations', 'strict', 'validating-webhook-configuration'],
        ['customresourcedefinitions', 'crons.example.com'],
      ]);
    });

    it('where there are conversions only, with an account to give it to', () => {
      const files = made([], converted);
      expect(rulesIn(files)).toEqual([['customresourcedefinitions', 'crons.example.com']]);
      expect([...files.keys()]).toContain('rbac/service_account.yaml');
      expect(files.get('webhook/kustomizeconfig.yaml')).toContain('spec/conversion/webhook/clientConfig/service/name');
    });

    it('where something leads to the operator', () => {
      const elsewhere = made([webhook('mutating', { url: 'https://example.com' })], [resource('Job')]);
      expect([...elsewhere.keys()].filter(path => /certificates|kustomizeconfig/.test(path))).toEqual([]);
    });
  });

  it('gives no two bindings one name', () => {
    const roles = ['reader', 'reader-role', 'reader-role-role', 'x-role'];
    const rbacRules = [
      ...roles.map(roleName => ({ ...rule('jobs', 'get'), roleName, namespace: 'vault' })),
      { ...rule('jobs', 'get'), roleName: 'x' },
    ];
    const bindings = documentsOf({ ...model, rbacRules }, { roleName: 'r' }).find(({ path }) =>
      path.endsWith('/role_binding.yaml'),
    );
    const objects = loadAll(bindings?.content ?? '') as { metadata: { name: string }; roleRef: { name: string } }[];
    expect(objects.map(({ metadata, roleRef }) => [roleRef.name, metadata.name])).toEqual([
      ['x', 'x-rolebinding'],
      ['reader', 'reader-rolebinding'],
      ['reader-role', 'reader-role-rolebinding'],
      ['reader-role-role', 'reader-role-role-rolebinding'],
      ['x-role', 'x-rolebinding'],
    ]);
  });

  it('gives roles of people names that no other kind has', () => {
    const resources = [
      { ...resource('Lamp'), group: 'a-b.com' },
      { ...resource('Lamp'), group: 'a.b-com' },
      { ...resource('Lamp'), group: 'c.com' },
      { ...resource('Bulb'), group: 'a.com' },
      { ...resource('BULB'), group: 'a.com', plural: 'bulbz', singular: 'bulbz' },
      resource('Job'),
    ];
    const made = documentsOf({ resources, rbacRules: [], diagnostics: [] }, { roleName: 'r' });
    const viewers = made.filter(({ path }) => path.endsWith('_viewer_role.yaml'));
    const names = viewers.map(
      ({ content }) => (loadAll(content) as { metadata: { name: string } }[])[0]?.metadata.name,
    );
    expect(viewers.map(({ path }, at) => [path, names[at]])).toEqual([
      ['rbac/bulbs.a.com_viewer_role.yaml', 'bulbs.a.com-viewer-role'],
      ['rbac/bulbz.a.com_viewer_role.yaml', 'bulbz.a.com-viewer-role'],
      ['rbac/c_com_lamp_viewer_role.yaml', 'c-com-lamp-viewer-role'],
      ['rbac/job_viewer_role.yaml', 'job-viewer-role'],
      ['rbac/lamps.a.b_com_viewer_role.yaml', 'lamps.a.b-com-viewer-role'],
      ['rbac/lamps.a_b.com_viewer_role.yaml', 'lamps.a-b.com-viewer-role'],
    ]);
  });

  it('refuses to print two definitions into one file', () => {
    const twice = { ...model, resources: [resource('Job'), { ...resource('Work'), plural: 'jobs' }] };
    expect(() => documentsOf(twice, { roleName: 'r' })).toThrow('crd/bases/example.com_jobs.yaml twice');
  });
});
