// Nodes: kubectl taint, cordon, drain.
import type { TranscriptArea } from '../scenario.js';

const NODE = `apiVersion: v1
kind: Node
metadata: {name: NAMESPACE-node, labels: {disk: fast}}
`;
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeName: NAMESPACE-node
  containers: [{name: nginx, image: nginx}]
`;

export const nodes: TranscriptArea = {
  area: 'kubectl node',
  scenarios: [
    {
      title: 'a node',
      files: { 'node.yaml': NODE, 'pod.yaml': POD },
      steps: [
        'create -f node.yaml',
        'taint node NAMESPACE-node node.kubernetes.io/not-ready-',
        'get node NAMESPACE-node',
        'get nodes -l disk=fast --field-selector metadata.name=NAMESPACE-node -o wide',
        'taint node NAMESPACE-node gpu=true:NoSchedule',
        'taint node NAMESPACE-node gpu=true:NoSchedule',
        'taint node NAMESPACE-node gpu=false:NoSchedule --overwrite',
        'taint node NAMESPACE-node gpu-',
        'taint node NAMESPACE-node wrong=x:Sideways',
        'cordon NAMESPACE-node',
        'cordon NAMESPACE-node',
        'get node NAMESPACE-node',
        'uncordon NAMESPACE-node',
        'create -f pod.yaml',
        'get pod web -o wide',
        'drain NAMESPACE-node',
        'drain NAMESPACE-node --force --disable-eviction --grace-period=0 --timeout=30s',
        'get pods',
        'get node NAMESPACE-node -o jsonpath={.spec}',
        'describe node NAMESPACE-node',
        'delete node NAMESPACE-node',
        'cordon NAMESPACE-node',
      ],
    },
    {
      title: 'volumes and classes',
      files: {
        'storage.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: NAMESPACE-fast}
provisioner: example.com/disk
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: NAMESPACE-disk}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp/x}, storageClassName: NAMESPACE-fast}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: NAMESPACE-outside}
spec: {controller: example.com/ingress}
`,
      },
      steps: [
        'create -f storage.yaml',
        'get storageclass NAMESPACE-fast',
        'get pv NAMESPACE-disk',
        'get ingressclass NAMESPACE-outside',
        'describe storageclass NAMESPACE-fast',
        'describe pv NAMESPACE-disk',
        'delete -f storage.yaml --wait=false',
      ],
    },
  ],
};
