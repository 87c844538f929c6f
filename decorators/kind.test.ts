import { describe, expect, it } from 'vitest';
import { CustomResource } from './custom-resource.js';
import { apiVersionOf, type KindInfo, kindInfo, kindOf } from './kind.js';
import type { KubernetesObject } from './object-meta.js';
import { Resource } from './resource.js';

const pods = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' } satisfies KindInfo;

describe('kindOf', () => {
  it('makes a constant that bears the names of the kind', () => {
    const Pod = kindOf<KubernetesObject>()(pods);
    expect(Pod.name).toBe('Pod');
    expect(Pod.info).toEqual(pods);
    expect(kindInfo(Pod)).toEqual(pods);
  });

  it('makes a constant that cannot be changed', () => {
    expect(Object.isFrozen(kindOf<KubernetesObject>()(pods))).toBe(true);
  });
});

describe('kindInfo', () => {
  it('refuses a class without @Resource, by its name', () => {
    class Spec {}
    expect(() => kindInfo(Spec)).toThrow(
      new TypeError('Spec is no kind: it has no @Resource({ group, version, kind })'),
    );
  });

  it('refuses a class that only extends one with @Resource', () => {
    @Resource({ group: 'example.org', version: 'v1', kind: 'Redis' })
    class Redis extends CustomResource<object> {}
    class Cluster extends Redis {}
    expect(() => kindInfo(Cluster)).toThrow('Cluster is no kind');
  });
});

describe('apiVersionOf', () => {
  it.each([
    ['', 'v1', 'v1'],
    ['apps', 'v1', 'apps/v1'],
    ['myapp.tangx.in', 'v1alpha1', 'myapp.tangx.in/v1alpha1'],
  ])('of the group "%s" and the version %s is %s', (group, version, expected) => {
    expect(apiVersionOf({ ...pods, group, version })).toBe(expected);
  });
});
