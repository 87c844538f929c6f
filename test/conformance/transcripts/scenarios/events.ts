// kubectl events, and events among other kinds.
import { POD } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

/** So long ago that their ages are as wide for many years to come: kubectl prints `26y`. */
const EVENTS = ['Pulling', 'Pulled', 'Failed']
  .map(
    (reason, i) => `apiVersion: v1
kind: Event
metadata: {name: web.${i}}
involvedObject: {apiVersion: v1, kind: Pod, name: web, namespace: NAMESPACE, uid: OWNER}
reason: ${reason}
message: "${reason} the image"
type: ${reason === 'Failed' ? 'Warning' : 'Normal'}
source: {component: kubelet}
firstTimestamp: "2000-01-0${i + 1}T00:00:00Z"
lastTimestamp: "2000-01-0${i + 1}T00:00:00Z"
count: 1
`,
  )
  .join('---\n');

export const events: TranscriptArea = {
  area: 'kubectl events',
  scenarios: [
    {
      title: 'of a pod',
      files: {
        'pod.yaml': POD,
        'events.yaml': EVENTS,
        'new.yaml': `apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: other.1}
eventTime: "2000-01-05T00:00:00.000000Z"
reportingController: example.com/controller
reportingInstance: here
action: Look
reason: Looked
note: looked around
type: Normal
regarding: {apiVersion: v1, kind: ConfigMap, name: other, namespace: NAMESPACE}
`,
        'wrong.yaml': `apiVersion: v1
kind: Event
metadata: {name: wrong}
involvedObject: {apiVersion: v1, kind: Pod, name: web, namespace: elsewhere}
`,
      },
      steps: [
        'create -f pod.yaml',
        { run: 'get pod web -o jsonpath={.metadata.uid}', as: 'OWNER' },
        'create -f events.yaml',
        'events --no-headers',
        'events --for pod/web',
        'events --types=Warning',
        'get events --field-selector type=Warning -o name',
        'get events --field-selector involvedObject.kind=Pod,reason=Pulled -o name',
        'describe pod web',
        'create -f new.yaml',
        'get events -o custom-columns=NAME:.metadata.name,REASON:.reason,MESSAGE:.message,FROM:.reportingComponent',
        'get events.events.k8s.io other.1 -o yaml',
        'get event other.1 -o yaml',
        'events --for configmap/other',
        'describe event web.2',
        'create -f wrong.yaml',
        'events -n no-such-namespace',
      ],
    },
  ],
};
