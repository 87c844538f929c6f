import { describe, expect, it } from 'vitest';
import { ClusterResource, CustomResource } from './custom-resource.js';
import { kindInfo } from './kind.js';
import { pluralOf, Resource } from './resource.js';

describe('Resource', () => {
  it('makes a class that extends CustomResource a namespaced kind', () => {
    @Resource({ group: 'myapp.tangx.in', version: 'v1', kind: 'Redis', plural: 'redis', shortNames: ['rd'] })
    class Redis extends CustomResource<object> {}
    expect(kindInfo(Redis)).toEqual({
      group: 'myapp.tangx.in',
      version: 'v1',
      kind: 'Redis',
      plural: 'redis',
      scope: 'Namespaced',
    });
  });

  it('makes a class that extends ClusterResource a cluster-scoped kind', () => {
    @Resource({ group: 'example.org', version: 'v1', kind: 'Fleet' })
    class Fleet extends ClusterResource<object> {}
    expect(kindInfo(Fleet).scope).toBe('Cluster');
  });

  it('takes the kind from its options, because minifiers rename classes', () => {
    @Resource({ group: 'example.org', version: 'v1', kind: 'Fleet' })
    class o extends ClusterResource<object> {}
    expect(kindInfo(o).kind).toBe('Fleet');
  });

  it('makes the plural from the kind where none is said', () => {
    @Resource({ group: 'example.org', version: 'v1', kind: 'BackupPolicy' })
    class BackupPolicy extends CustomResource<object> {}
    expect(kindInfo(BackupPolicy).plural).toBe('backuppolicies');
  });
});

describe('pluralOf', () => {
  it.each([
    ['Pod', 'pods'],
    ['Redis', 'redises'],
    ['Ingress', 'ingresses'],
    ['Policy', 'policies'],
    ['NetworkPolicy', 'networkpolicies'],
    ['Gateway', 'gateways'],
    ['Mailbox', 'mailboxes'],
    ['Branch', 'branches'],
    ['Mesh', 'meshes'],
    ['Cache', 'caches'],
    ['Database', 'databases'],
    ['Y', 'ys'],
  ])('of %s is %s', (kind, plural) => {
    expect(pluralOf(kind)).toBe(plural);
  });
});
