// Events as the recorder writes them, on any control plane, and as kubectl shows them.
import { join } from 'node:path';
import type { ConnectedClient, KubernetesObject, Snapshot } from 'kubewright';
import { describe, expect, onTestFinished } from 'vitest';
import { findKubectl } from '../../hack/control-plane/find-kubectl.js';
import { Kubectl } from '../../hack/control-plane/kubectl.js';
import { FakeClock } from '../../runtime/clock/fake-clock.js';
import { EventBroadcaster, type EventBroadcasterOptions } from '../../runtime/events/event-broadcaster.js';
import { CoreEvent, SeriesEvent } from '../../runtime/events/event-kind.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

// The programs of the real control plane have one; on a machine without, the embedded one shows the rest.
const { binary } = await findKubectl();

describe.each(['v1', 'events.k8s.io/v1'] as const)('an Event of %s', api => {
  test('is taken by the server, counted up, and has all that was said', async ({ admin, namespace }) => {
    const { events, clock, log, stop } = await recorder(admin, namespace, { api });
    const related = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a-0', namespace },
    } as unknown as Snapshot<KubernetesObject>;
    const details = { action: 'CreatePod', related, annotations: { note: 'n' } };
    events.warning('PodNameTaken', 'Pod a-0 belongs to somebody else', details);
    await clock.advance(66_000);
    events.warning('PodNameTaken', 'Pod a-0 belongs to somebody else', details);
    await stop();
    expect([...log.of('warn'), ...log.of('error')]).toEqual([]);
    const regarding = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'a' };
    const both = {
      type: 'Warning',
      reason: 'PodNameTaken',
      action: 'CreatePod',
      related: { kind: 'Pod', name: 'a-0' },
    };
    const started = clock.now() - 66_000;
    if (api === 'v1') {
      const { items } = await admin.list(CoreEvent, { namespace });
      expect(items).toMatchObject([
        {
          ...both,
          metadata: { annotations: { note: 'n' } },
          involvedObject: regarding,
          message: 'Pod a-0 belongs to somebody else',
          source: { component: 'test-operator' },
          count: 2,
        },
      ]);
      const [{ firstTimestamp, lastTimestamp }] = items as readonly [CoreEvent];
      expect(Date.parse(lastTimestamp) - Date.parse(firstTimestamp)).toBe(66_000);
    } else {
      const { items } = await admin.list(SeriesEvent, { namespace });
      expect(items).toMatchObject([
        {
          ...both,
          metadata: { annotations: { note: 'n' } },
          regarding,
          note: 'Pod a-0 belongs to somebody else',
          reportingController: 'test-operator',
          series: { count: 2 },
        },
      ]);
      const [{ eventTime, series }] = items as readonly [SeriesEvent];
      expect(Date.parse(eventTime)).toBe(started);
      expect(Date.parse(series?.lastObservedTime ?? '')).toBe(clock.now());
    }
  });

  test('about many things, combined or not, is taken by the server', async ({ admin, namespace }) => {
    const { events, log, clock, stop } = await recorder(admin, namespace, { api });
    for (let i = 0; i < 15; i += 1) {
      events.normal('R', `message ${i} ${'é'.repeat(2000)}`);
      await clock.advance(0);
    }
    await stop();
    expect([...log.of('warn'), ...log.of('error')]).toEqual([]);
    if (api === 'v1') {
      const { items } = await admin.list(CoreEvent, { namespace });
      expect(items).toHaveLength(10);
      expect(items.find(({ count }) => count === 6)?.message).toMatch(/^\(combined from similar events\): message 14/);
    } else {
      const { items } = await admin.list(SeriesEvent, { namespace });
      expect(items).toMatchObject([{ series: { count: 15 }, note: expect.stringMatching(/^message 0/) }]);
    }
  });

  if (binary !== undefined) {
    test('is shown by kubectl describe with how often it occurred', async ({ admin, namespace, controlPlane }) => {
      const { events, clock, stop } = await recorder(admin, namespace, { api });
      events.normal('ScaledUp', 'created Pod a-0');
      await clock.advance(66_000);
      events.normal('ScaledUp', 'created Pod a-0');
      await stop();
      const kubectl = new Kubectl(binary, controlPlane.adminKubeconfig, join(controlPlane.folder, 'kubectl-cache'));
      const shown = await kubectl.output(['describe', 'configmap', 'a', '-n', namespace]);
      // It counts on from the first time: some seconds more on a machine that is busy.
      expect(shown).toMatch(
        /Normal +ScaledUp +\S+ \(x2 over (6[6-9]s|[7-9]\ds|1\d\ds|\dm\S*)\) +test-operator +created Pod a-0/,
      );
    });
  }
});

/** A recorder of Events about a ConfigMap, whose clock stands at 66 s ago. */
async function recorder(admin: ConnectedClient, namespace: string, options: Partial<EventBroadcasterOptions>) {
  const object = await admin.create(ConfigMap, { metadata: { name: 'a', namespace } });
  const clock = new FakeClock(Date.now() - 66_000);
  const log = new RecordedLog();
  const broadcaster = new EventBroadcaster({ client: admin, component: 'test-operator', clock, log, ...options });
  onTestFinished(() => broadcaster.stop());
  return { events: broadcaster.about(object), clock, log, stop: () => broadcaster.stop() };
}
