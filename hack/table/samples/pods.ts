// Pods in all states that their STATUS column knows.
import { HELD, NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const LONG_AGO = '2020-03-01T10:00:00Z';
const LATER = '2020-03-03T10:00:00Z';

const running = { running: { startedAt: LONG_AGO } };
const waiting = (reason?: string) => ({ waiting: reason === undefined ? {} : { reason } });
const ended = (exitCode: number, rest: object = {}) => ({ terminated: { exitCode, ...rest } });
const endedBefore = (finishedAt: string) => ({
  lastState: ended(1, { reason: 'Error', startedAt: LONG_AGO, finishedAt }),
});

function containerStatus(name: string, state: object, rest: object = {}): object {
  return { name, image: 'image', imageID: '', ready: false, restartCount: 0, state, ...rest };
}

function pod(name: string, status: object, spec: object = {}, metadata: object = {}): Sample {
  return {
    metadata: { name, namespace: NAMESPACE, ...metadata },
    spec: { containers: [{ name: 'one', image: 'image' }], ...spec },
    status,
  };
}

const two = {
  containers: [
    { name: 'one', image: 'image' },
    { name: 'two', image: 'image' },
  ],
};
const initial = (...more: object[]) => ({
  initContainers: [{ name: 'first', image: 'image' }, { name: 'second', image: 'image' }, ...more],
});
const sidecar = { initContainers: [{ name: 'side', image: 'image', restartPolicy: 'Always' }] };
const ready = { type: 'Ready', status: 'True' };

export const podTable: SampleTable = {
  apiVersion: 'v1',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
  samples: [
    pod('pending', { phase: 'Pending' }),
    pod('creating', {
      phase: 'Pending',
      containerStatuses: [containerStatus('one', waiting('ContainerCreating'))],
    }),
    pod('nominated', { phase: 'Pending', nominatedNodeName: 'another-node' }),
    pod('waiting-without-reason', { phase: 'Pending', containerStatuses: [containerStatus('one', waiting())] }),
    pod('gated', { phase: 'Pending' }, { schedulingGates: [{ name: 'example.com/gate' }] }),
    pod(
      'running',
      {
        phase: 'Running',
        conditions: [ready],
        podIPs: [{ ip: '10.1.2.3' }],
        containerStatuses: [containerStatus('one', running, { ready: true })],
      },
      { nodeName: 'a-node' },
    ),
    pod(
      'half-ready',
      {
        phase: 'Running',
        containerStatuses: [containerStatus('one', running, { ready: true }), containerStatus('two', running)],
      },
      two,
    ),
    pod(
      'restarted',
      {
        phase: 'Running',
        containerStatuses: [
          containerStatus('one', running, { ready: true, restartCount: 2, ...endedBefore(LATER) }),
          containerStatus('two', running, { ready: true, restartCount: 3, ...endedBefore(LONG_AGO) }),
        ],
      },
      two,
    ),
    pod('restarted-some-time', {
      phase: 'Running',
      containerStatuses: [containerStatus('one', running, { ready: true, restartCount: 1 })],
    }),
    pod('crash-loop', {
      phase: 'Running',
      containerStatuses: [
        containerStatus('one', waiting('CrashLoopBackOff'), { restartCount: 7, ...endedBefore(LATER) }),
      ],
    }),
    pod(
      'two-troubles',
      {
        phase: 'Pending',
        containerStatuses: [
          containerStatus('one', waiting('ImagePullBackOff')),
          containerStatus('two', waiting('CreateContainerConfigError')),
        ],
      },
      two,
    ),
    pod('completed', {
      phase: 'Succeeded',
      containerStatuses: [containerStatus('one', ended(0, { reason: 'Completed' }))],
    }),
    pod('failed', { phase: 'Failed', containerStatuses: [containerStatus('one', ended(3, { reason: 'Error' }))] }),
    pod('exit-code', { phase: 'Failed', containerStatuses: [containerStatus('one', ended(3))] }),
    pod('signal', { phase: 'Failed', containerStatuses: [containerStatus('one', ended(137, { signal: 9 }))] }),
    pod('evicted', { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory.' }),
    pod(
      'one-completed-one-not-ready',
      {
        phase: 'Running',
        containerStatuses: [
          containerStatus('one', ended(0, { reason: 'Completed' })),
          containerStatus('two', running, { ready: true }),
        ],
      },
      two,
    ),
    pod(
      'one-completed-one-ready',
      {
        phase: 'Running',
        conditions: [ready],
        containerStatuses: [
          containerStatus('one', ended(0, { reason: 'Completed' })),
          containerStatus('two', running, { ready: true }),
        ],
      },
      two,
    ),
    pod(
      'one-completed-one-failed',
      {
        phase: 'Failed',
        containerStatuses: [
          containerStatus('one', ended(0, { reason: 'Completed' })),
          containerStatus('two', ended(1, { reason: 'OOMKilled' })),
        ],
      },
      two,
    ),
    pod(
      'initializing',
      {
        phase: 'Pending',
        initContainerStatuses: [
          containerStatus('first', ended(0, { reason: 'Completed' }), { restartCount: 1 }),
          containerStatus('second', running),
        ],
        containerStatuses: [containerStatus('one', waiting('PodInitializing'))],
      },
      initial(),
    ),
    pod(
      'init-waiting',
      {
        phase: 'Pending',
        initContainerStatuses: [
          containerStatus('first', waiting('PodInitializing')),
          containerStatus('second', waiting('PodInitializing')),
        ],
      },
      initial(),
    ),
    pod(
      'init-back-off',
      {
        phase: 'Pending',
        initContainerStatuses: [
          containerStatus('first', waiting('CrashLoopBackOff'), { restartCount: 4, ...endedBefore(LATER) }),
        ],
      },
      initial(),
    ),
    pod(
      'init-failed',
      { phase: 'Failed', initContainerStatuses: [containerStatus('first', ended(1, { reason: 'Error' }))] },
      initial(),
    ),
    pod('init-exit-code', { phase: 'Failed', initContainerStatuses: [containerStatus('first', ended(2))] }, initial()),
    pod(
      'init-signal',
      { phase: 'Failed', initContainerStatuses: [containerStatus('first', ended(139, { signal: 11 }))] },
      initial(),
    ),
    pod(
      'initialized-again',
      {
        phase: 'Running',
        conditions: [{ type: 'Initialized', status: 'True' }, ready],
        initContainerStatuses: [containerStatus('first', running, { restartCount: 1 })],
        containerStatuses: [containerStatus('one', running, { ready: true })],
      },
      initial(),
    ),
    pod(
      'sidecar',
      {
        phase: 'Running',
        initContainerStatuses: [
          containerStatus('side', running, { ready: true, started: true, restartCount: 2, ...endedBefore(LATER) }),
        ],
        containerStatuses: [containerStatus('one', running, { ready: true })],
      },
      sidecar,
    ),
    pod(
      'sidecar-starting',
      {
        phase: 'Pending',
        initContainerStatuses: [containerStatus('side', running, { started: false })],
        containerStatuses: [containerStatus('one', waiting('PodInitializing'))],
      },
      sidecar,
    ),
    pod(
      'readiness-gates',
      {
        phase: 'Running',
        conditions: [
          { type: 'example.com/a', status: 'True' },
          { type: 'example.com/b', status: 'False' },
        ],
        containerStatuses: [containerStatus('one', running, { ready: true })],
      },
      { readinessGates: ['a', 'b', 'c'].map(gate => ({ conditionType: `example.com/${gate}` })) },
    ),
    pod(
      'terminating',
      {
        phase: 'Running',
        containerStatuses: [containerStatus('one', running, { ready: true })],
      },
      { nodeName: 'a-node' },
    ),
    pod(
      'terminating-completed',
      {
        phase: 'Succeeded',
        containerStatuses: [containerStatus('one', ended(0, { reason: 'Completed' }))],
      },
      {},
      HELD,
    ),
    pod('unreachable', { phase: 'Running', reason: 'NodeLost' }, { nodeName: 'a-node' }),
  ],
  deleted: ['terminating', 'terminating-completed', 'unreachable'],
};
