// kubectl rollout.
import { DEPLOYMENT } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

/** What the controller of Deployments would have left after two changes. */
const REVISIONS = [1, 2]
  .map(
    revision => `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web-${revision}
  labels: {app: web, pod-template-hash: hash${revision}}
  annotations: {deployment.kubernetes.io/revision: "${revision}", kubernetes.io/change-cause: change ${revision}}
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: OWNER, controller: true}]
spec:
  replicas: ${revision === 2 ? 2 : 0}
  selector: {matchLabels: {app: web, pod-template-hash: hash${revision}}}
  template:
    metadata: {labels: {app: web, pod-template-hash: hash${revision}}}
    spec:
      containers: [{name: nginx, image: "nginx:1.${27 + revision}", ports: [{containerPort: 80}]}]
`,
  )
  .join('---\n');

const STATUS = (ready: number, generation: number) =>
  JSON.stringify({
    status: {
      observedGeneration: generation,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  });

export const rollout: TranscriptArea = {
  area: 'kubectl rollout',
  scenarios: [
    {
      title: 'status',
      files: { 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f deployment.yaml',
        'rollout status deployment/web --timeout=1s',
        'rollout status deployment/web --watch=false',
        `patch deployment web --subresource=status -p '${STATUS(1, 1)}'`,
        'rollout status deployment/web --watch=false',
        {
          run: 'rollout status deployment/web --timeout=30s',
          meanwhile: [`patch deployment web --subresource=status -p '${STATUS(2, 1)}'`],
        },
        'rollout status deployment/web',
        'get deployment web',
        'rollout status deployment/nothing',
        'rollout status configmap/nothing',
      ],
    },
    {
      title: 'pause, resume, restart',
      files: { 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f deployment.yaml',
        'rollout pause deployment/web',
        'rollout pause deployment/web',
        'rollout restart deployment/web',
        'rollout resume deployment/web',
        'rollout resume deployment/web',
        'rollout restart deployment/web',
        "get deployment web -o jsonpath='{.spec.template.metadata.annotations} {.metadata.generation}'",
        'rollout restart deployment nothing',
        'create deployment other --image=nginx',
        'rollout restart deployment -l app=other',
        'create job once --image=busybox',
        'rollout restart job/once',
      ],
    },
    {
      title: 'history and undo',
      files: { 'deployment.yaml': DEPLOYMENT, 'revisions.yaml': REVISIONS },
      steps: [
        'create -f deployment.yaml',
        'rollout history deployment/web',
        'rollout undo deployment/web',
        { run: 'get deployment web -o jsonpath={.metadata.uid}', as: 'OWNER' },
        'create -f revisions.yaml',
        'rollout history deployment/web',
        'rollout history deployment/web --revision=1',
        'rollout history deployment/web --revision=7',
        'rollout undo deployment/web --dry-run=server',
        'rollout undo deployment/web --to-revision=1',
        'get deployment web -o jsonpath={.spec.template.spec.containers[0].image}',
        'describe deployment web',
      ],
    },
  ],
};
