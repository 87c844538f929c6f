import type { Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, redis } from '../../test/redis-world.js';
import { outdatedPods, REVISION_LABEL, revisionOf } from './pod-template.js';

describe('revisionOf', () => {
  it('is that of what the Pods run, and of nothing else', () => {
    const revision = revisionOf(redis());
    expect(revisionOf(redis({ replicas: 7 }, { name: 'other', generation: 9 }))).toBe(revision);
    expect(revisionOf(redis({ image: 'redis:8' }))).not.toBe(revision);
    expect(revisionOf(redis({ port: 7000 }))).not.toBe(revision);
  });

  it('stays as it is from version to version: another one would replace all Pods of all Redis', () => {
    expect(revisionOf(redis())).toBe('35802c858b');
  });

  it('may be the value of a label', () => {
    expect(revisionOf(redis({ image: 'registry.example.com:5000/a/b@sha256:0' }))).toMatch(/^[0-9a-f]{10}$/);
  });
});

describe('outdatedPods', () => {
  const isOutdated = (one: Snapshot<Pod>) => outdatedPods(redis(), [one]).length === 1;
  const withoutLabel = (one: Snapshot<Pod>): Snapshot<Pod> => {
    const { [REVISION_LABEL]: _, ...labels }: Readonly<Record<string, string>> = one.metadata.labels ?? {};
    return { ...one, metadata: { ...one.metadata, labels } };
  };
  const runs = (one: Snapshot<Pod>, image: string): Snapshot<Pod> => {
    const containers = [{ name: 'proxy', image: 'envoy' }, ...(one.spec?.containers ?? [])];
    return {
      ...one,
      spec: { containers: containers.map(each => (each.name === 'redis' ? { ...each, image } : each)) },
    };
  };

  it('are those that were made of something else', () => {
    const pods = [pod('r-0'), pod('r-1', { image: 'redis:6' }), pod('r-2', { ready: true })];
    expect(outdatedPods(redis(), pods).map(({ metadata }) => metadata.name)).toEqual(['r-1']);
    expect(outdatedPods(redis({ image: 'redis:6' }), pods).map(({ metadata }) => metadata.name)).toEqual([
      'r-0',
      'r-2',
    ]);
  });

  it('are none of those that a webhook of somebody has given another image, or another container', () => {
    expect(isOutdated(runs(pod('r-0'), 'mirror.example.com/redis:7-alpine'))).toBe(false);
  });

  it('are known by their container where they are from before the label', () => {
    expect(isOutdated(withoutLabel(pod('r-0')))).toBe(false);
    expect(isOutdated(withoutLabel(runs(pod('r-0'), 'redis:7-alpine')))).toBe(false);
    expect(isOutdated(withoutLabel(pod('r-0', { image: 'redis:6' })))).toBe(true);
  });

  it('are also those without any container of ours', () => {
    const { spec: _, ...bare } = withoutLabel(pod('r-0'));
    expect(isOutdated(bare as Snapshot<Pod>)).toBe(true);
  });

  it('are not told by what the server fills in', () => {
    const made = withoutLabel(pod('r-0'));
    const filled = { imagePullPolicy: 'IfNotPresent', resources: {}, terminationMessagePath: '/dev/termination-log' };
    const containers = (made.spec?.containers ?? []).map(each => ({ ...each, ...filled }));
    expect(isOutdated({ ...made, spec: { ...made.spec, containers } } as Snapshot<Pod>)).toBe(false);
  });
});
