// The traces of an operator at work.
import {
  controller,
  done,
  isAlreadyExists,
  Manager,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Snapshot,
} from 'kubewright';
import { ConfigMap, Secret } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { RecordedLog } from '../recorded-log.js';
import { recordSpans } from '../recorded-spans.js';
import { test } from './fixture.js';
import { unless } from './unless.js';

const patiently = { timeout: 30_000 };

test('a trace leads from the event through the queue and the reconcile to its requests', async ({
  admin,
  controlPlane,
  namespace,
}) => {
  @Reconciles(ConfigMap, { name: 'traced' })
  class Traced {
    async reconcile({ metadata }: Snapshot<ConfigMap>, { client, events }: ReconcileContext): Promise<Result> {
      if (metadata.name !== 'a') return done;
      // Written by somebody who goes on when the reconcile is over.
      events.normal('Seen', 'it is there');
      const key = { namespace, name: 's' };
      await client.create(Secret, { metadata: key }).catch(unless(isAlreadyExists));
      await client.get(Secret, key);
      await client.patch(ConfigMap, { namespace, name: 'a' }, { data: { seen: 'yes' } });
      return done;
    }
  }
  await admin.create(ConfigMap, { metadata: { namespace, name: 'a' } });
  const spans = recordSpans();
  const manager = new Manager({
    name: 'test-operator',
    kubeconfig: controlPlane.adminKubeconfig,
    log: new RecordedLog(),
    namespaces: [namespace],
    healthProbe: false,
    tracing: { tracerProvider: spans.provider },
  });
  manager.add(controller(new Traced()));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });

  const ofA = () => spans.named('process traced').filter(({ attributes }) => attributes['k8s.object.name'] === 'a');
  await expect.poll(() => ofA().length, patiently).toBeGreaterThan(0);
  const [first] = ofA();
  expect(first?.attributes).toMatchObject({
    'k8s.object.kind': 'ConfigMap',
    'k8s.object.api_version': 'v1',
    'k8s.namespace.name': namespace,
    'kubewright.reconcile.causes': [`ConfigMap ${namespace}/a listed`],
    'kubewright.reconcile.outcome': 'success',
  });
  const traceId = first?.spanContext().traceId;
  expect(spans.tree({ traceId })).toEqual([
    'process traced',
    '  queue traced',
    '  reconcile traced',
    '    POST /api/v1/namespaces/{:namespace}/secrets',
    '    GET /api/v1/namespaces/{:namespace}/secrets/{:name}',
    '    PATCH /api/v1/namespaces/{:namespace}/configmaps/{:name}',
  ]);
  const statuses = ['POST', 'GET', 'PATCH'].map(method => {
    const own = spans.all.find(span => span.name.startsWith(`${method} `) && span.spanContext().traceId === traceId);
    return own?.attributes['http.response.status_code'];
  });
  expect(statuses).toEqual([201, 200, 200]);
  // Lists and watches of the cache are nobody's.
  const roots = spans.all.filter(({ parentSpanContext }) => parentSpanContext === undefined).map(({ name }) => name);
  expect(new Set(roots)).toEqual(new Set(['process traced']));
});
