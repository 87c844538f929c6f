import { observedOf, type Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { REVISION_LABEL, revisionOf } from '../../controllers/redis/pod-template.js';
import { pod, redis } from '../redis-world.js';
import { desiredRedis } from './desired-redis.js';

const wish = (size: number, pods: readonly Snapshot<Pod>[], foreign?: Snapshot<Pod>) => {
  const there = foreign === undefined ? pods : [...pods, foreign];
  const get = (_: unknown, { name }: { readonly name: string }) => there.find(({ metadata }) => metadata.name === name);
  const { objects, status } = desiredRedis(redis({ replicas: size }), observedOf(pods, { get: get as never }));
  const wished = objects.map(({ object }) => object as Snapshot<Pod>);
  return { names: wished.map(({ metadata }) => metadata.name), wished, status };
};
const old = (name: string, ready = true) => pod(name, { ready, image: 'redis:6' });

describe('desiredRedis', () => {
  it('wishes for as many Pods as the spec says', () => {
    expect(wish(3, []).names).toEqual(['r-0', 'r-1', 'r-2']);
    expect(wish(1, [pod('r-0'), pod('r-1')]).names).toEqual(['r-0']);
  });

  it('leaves out the one Pod whose turn it is, and wishes for the others as they are', () => {
    const { names, wished, status } = wish(3, [old('r-0'), old('r-1'), old('r-2')]);
    expect(names).toEqual(['r-0', 'r-1']);
    for (const { metadata, spec } of wished) {
      expect(metadata.labels?.[REVISION_LABEL]).toBe(revisionOf(redis({ image: 'redis:6' })));
      expect(spec?.containers[0]).toMatchObject({ name: 'redis', image: 'redis:6', args: ['--port', '6379'] });
    }
    expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, updatedReplicas: 0 });
  });

  it('wishes for one that another version of the operator has made as it is: how it is confined cannot be changed', () => {
    const { containers = [], ...rest } = old('r-0').spec ?? {};
    expect([Object.keys(rest), Object.keys(containers[0] ?? {})]).toEqual([
      ['automountServiceAccountToken', 'securityContext'],
      ['name', 'image', 'args', 'ports', 'readinessProbe', 'resources', 'securityContext'],
    ]);
    const [{ securityContext: _, readinessProbe: __, resources: ___, ...container } = { name: '' }] = containers;
    const spec = { securityContext: {}, containers: [container] };
    expect(wish(2, [{ ...old('r-0'), spec } as Snapshot<Pod>, old('r-1')]).wished.map(one => one.spec)).toEqual([spec]);
  });

  it('wishes for it as it should be when it is gone, and takes no other before it is ready', () => {
    const gone = wish(3, [old('r-0'), old('r-1')]);
    expect(gone.wished.map(({ spec }) => spec?.containers[0]?.image)).toEqual(['redis:6', 'redis:6', 'redis:7-alpine']);
    expect(wish(3, [old('r-0'), old('r-1'), pod('r-2')]).names).toEqual(['r-0', 'r-1', 'r-2']);
    expect(wish(3, [old('r-0'), old('r-1'), pod('r-2', { ready: true })]).names).toEqual(['r-0', 'r-2']);
  });

  it('leaves out Pods that have finished', () => {
    const failed = pod('r-1', { status: { phase: 'Failed' } });
    expect(wish(2, [pod('r-0', { ready: true }), failed]).names).toEqual(['r-0']);
  });

  it.each([null, 'uid-of-another'])('says whose name is taken, and wishes for it all the same: %s', controller => {
    const { names, status } = wish(2, [pod('r-0', { ready: true })], pod('r-1', { controller }));
    expect(names).toEqual(['r-0', 'r-1']);
    expect(status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'PodNameTaken' },
      { type: 'Progressing', status: 'False', reason: 'Stalled', message: '1 of 2 Pods exist' },
      { type: 'Degraded', status: 'True', reason: 'PodNameTaken' },
    ]);
  });

  it('waits for one that is on its way out, whoever it belonged to', () => {
    const leaving = pod('r-1', { controller: 'uid-of-a-former', terminating: true });
    expect(wish(2, [pod('r-0', { ready: true })], leaving).status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'Scaling' },
      { type: 'Progressing', status: 'True', reason: 'Scaling', message: '1 of 2 Pods exist' },
      { type: 'Degraded', status: 'False', reason: 'AsExpected' },
    ]);
  });

  it('wishes for what is there, where all is as wished', () => {
    const { wished, status } = wish(2, [pod('r-0', { ready: true }), pod('r-1', { ready: true })]);
    expect(wished.map(({ metadata, spec }) => [metadata.labels, spec])).toEqual(
      [pod('r-0'), pod('r-1')].map(({ metadata, spec }) => [metadata.labels, spec]),
    );
    expect(status?.conditions).toEqual([
      { type: 'Ready', status: 'True', reason: 'PodsReady', message: '2 of 2 Pods are ready' },
      { type: 'Progressing', status: 'False', reason: 'UpToDate', message: 'all Pods are as wished' },
      { type: 'Degraded', status: 'False', reason: 'AsExpected', message: 'nothing is in the way' },
    ]);
  });
});
