// kubectl describe, of the kinds that it has words for, and of others.
import { CONFIG_MAP, DEPLOYMENT, POD, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const LARGE_POD = `apiVersion: v1
kind: Pod
metadata:
  name: large
  annotations: {note: large}
spec:
  nodeSelector: {disk: fast}
  tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
  volumes:
    - {name: settings, configMap: {name: settings}}
    - {name: scratch, emptyDir: {}}
    - {name: secret, secret: {secretName: plain, optional: true}}
    - {name: data, persistentVolumeClaim: {claimName: data}}
  initContainers: [{name: first, image: busybox, command: [sh, -c, date]}]
  containers:
    - name: main
      image: nginx
      args: [--verbose]
      ports: [{containerPort: 80, name: http}]
      env:
        - {name: A, value: b}
        - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
        - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
      envFrom: [{secretRef: {name: plain, optional: true}}]
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
      livenessProbe: {httpGet: {path: /healthz, port: http}, initialDelaySeconds: 3}
      readinessProbe: {exec: {command: [cat, /ready]}}
      volumeMounts:
        - {name: settings, mountPath: /etc/settings, readOnly: true}
        - {name: scratch, mountPath: /tmp, subPath: part}
`;

export const describe: TranscriptArea = {
  area: 'kubectl describe',
  scenarios: [
    {
      title: 'workloads',
      files: { 'pod.yaml': POD, 'large.yaml': LARGE_POD, 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f pod.yaml -f large.yaml -f deployment.yaml',
        'describe pod web',
        'describe pod large',
        'describe deployment web',
        'create job once --image=busybox -- date',
        'describe job once',
        'create cronjob nightly --image=busybox --schedule="0 3 * * *" -- date',
        'describe cronjob nightly',
        'describe pods -l app=web',
        'describe -f pod.yaml --show-events=false',
        'describe pod/web deployment/web --show-events=false',
        'describe pod we',
        'describe pod nothing',
        'describe gadget nothing',
      ],
    },
    {
      title: 'more workloads',
      files: {
        'sets.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: main, image: postgres}]}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: main, image: agent}]}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: nginx}]}
`,
      },
      steps: ['create -f sets.yaml', 'describe statefulset db', 'describe daemonset agent', 'describe replicaset web'],
    },
    {
      title: 'configuration',
      files: {
        'settings.yaml': CONFIG_MAP,
        'pvc.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
`,
      },
      steps: [
        'create -f settings.yaml -f pvc.yaml',
        'describe configmap settings',
        'create secret generic plain --from-literal=password=secret',
        'describe secret plain',
        'describe serviceaccount default',
        'create role reader --verb=get --resource=pods',
        'describe role reader',
        'create rolebinding readers --role=reader --serviceaccount=NAMESPACE:default',
        'describe rolebinding readers',
        'create clusterrole NAMESPACE-viewer --verb=get --resource=nodes',
        'describe clusterrole NAMESPACE-viewer',
        'describe pvc data',
        'describe namespace NAMESPACE',
        'create quota small --hard=pods=3',
        'describe quota small',
        'create priorityclass NAMESPACE-high --value=1000',
        'describe priorityclass NAMESPACE-high',
        'delete clusterrole/NAMESPACE-viewer priorityclass/NAMESPACE-high',
      ],
    },
    {
      title: 'networking',
      files: {
        'policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}]
`,
      },
      steps: [
        'create service clusterip web --tcp=80:8080',
        'describe service web',
        "create ingress web --rule='example.com/app*=web:80'",
        'describe ingress web',
        'create -f policy.yaml',
        'describe networkpolicy closed',
        'create pdb web --selector=app=web --min-available=1',
        'describe pdb web',
        'create deployment web --image=nginx',
        'autoscale deployment web --min=1 --max=4 --cpu=80%',
        'describe hpa web',
      ],
    },
    {
      title: 'custom resources and their definition',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET },
      steps: [
        'create -f widget.yaml',
        'describe widget first',
        'describe wdgets',
        'describe crd widgets.NAMESPACE.dev',
      ],
    },
  ],
};
