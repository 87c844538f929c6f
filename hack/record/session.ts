// What the picture in the README shows.
import type { Session } from './recorder.js';

const REDIS = 'redis/redis-sample';

export const SESSION: Session = {
  title: 'kubewright dev: an operator, and a Kubernetes API for it',
  width: 106,
  height: 40,
  idleLimit: 1.5,
  steps: [
    { line: 'npx kubewright dev', until: /ready after/, leave: true },
    { line: '# in another terminal' },
    { line: 'export KUBECONFIG=node_modules/.cache/kubewright/kubeconfig' },
    { line: 'kubectl apply -k config/samples && kubectl get redis --watch', until: /redis-sample +3 +3 +3 / },
    { line: 'kubectl delete pod redis-sample-1' },
    { line: `kubectl scale ${REDIS} --replicas=5` },
    { line: `kubectl wait --for=jsonpath={.status.readyReplicas}=5 ${REDIS}` },
    { line: 'kubectl get pods' },
    { line: `kubectl patch ${REDIS} --type=merge --patch '{"spec":{"port":333}}'`, fails: true },
    { line: `kubectl delete ${REDIS}` },
  ],
};
