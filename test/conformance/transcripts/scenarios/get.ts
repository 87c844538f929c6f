// kubectl get: every form of output, selection and watch.
import { CONFIG_MAP, DEPLOYMENT, POD } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const LABELED = ['a', 'b', 'c', 'd', 'e'].map(
  (name, i) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  labels: {app: ${i % 2 === 0 ? 'web' : 'db'}, tier: "${i}", story: NAMESPACE}
data: {rank: "${9 - i}"}
`,
);

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports: [{port: 80}]
`;

export const get: TranscriptArea = {
  area: 'kubectl get',
  scenarios: [
    {
      title: 'one object in every form',
      files: { 'settings.yaml': CONFIG_MAP, 'names.tmpl': '{{range $k, $v := .data}}{{$k}}={{$v}};{{end}}' },
      steps: [
        'create -f settings.yaml',
        'get configmap settings',
        'get cm/settings -o wide',
        'get configmap settings -o yaml',
        'get configmap settings -o json',
        'get configmap settings -o name',
        "get configmap settings -o jsonpath='{.data.color} {.metadata.labels}'",
        "get configmap settings -o jsonpath-as-json='{.data}'",
        'get configmap settings -o custom-columns=NAME:.metadata.name,COLOR:.data.color,NONE:.data.none',
        'get configmap settings -o custom-columns=C:.data.color --no-headers',
        "get configmap settings -o go-template='{{.data.color}}'",
        'get configmap settings -o go-template-file=names.tmpl',
        'get configmap settings --show-labels',
        'get configmap settings -L app,tier',
        'get configmap settings --no-headers',
        'get configmap settings --show-kind',
        'get configmap settings -o yaml --show-managed-fields',
        'get -f settings.yaml',
        'get configmap settings -o kyaml',
        'get --raw /api/v1/namespaces/NAMESPACE/configmaps/settings',
      ],
    },
    {
      title: 'lists, selected and sorted',
      files: { 'labeled.yaml': LABELED.join('---\n') },
      steps: [
        'create -f labeled.yaml',
        'get configmaps -l story=NAMESPACE',
        'get configmaps -l app=web',
        "get configmaps -l 'app in (web,db),tier notin (0,1)' -L tier",
        'get configmaps -l app=web,tier!=0 -o name',
        "get configmaps -l '!tier,app' -o name",
        'get configmaps -A -l story=NAMESPACE',
        'get configmaps -l story=NAMESPACE --chunk-size=2',
        'get configmaps -l story=NAMESPACE --chunk-size=2 -o name',
        'get configmaps -l story=NAMESPACE --sort-by=.data.rank',
        "get configmaps -l story=NAMESPACE --sort-by='{.metadata.labels.tier}' -o name",
        'get configmaps --field-selector metadata.name=b',
        'get configmaps --field-selector metadata.name!=b,metadata.namespace=NAMESPACE -l story=NAMESPACE -o name',
        'get configmaps a c -o name',
        'get configmap/a configmap/b -L app',
        "get configmaps -l story=NAMESPACE -o jsonpath='{range .items[*]}{.metadata.name}:{.data.rank} {end}'",
        'get configmaps -l story=nothing',
        'get configmaps -l story=nothing -o json',
        'get configmaps -l story=NAMESPACE,app=db -o yaml',
      ],
    },
    {
      title: 'tables of built-in kinds',
      files: { 'deployment.yaml': DEPLOYMENT, 'pod.yaml': POD, 'service.yaml': SERVICE },
      steps: [
        'create -f deployment.yaml -f pod.yaml -f service.yaml',
        'get all',
        'get all -o wide',
        'get all -o name',
        'get deployments.apps -o wide --show-labels',
        'get pods,services -l app=web',
        'get pod web -o wide',
        'get pod web -o yaml',
        'get deployment web -o yaml',
        'get service web -o yaml',
        'get deployment web --subresource=scale',
        'get deployment web --subresource=scale -o yaml',
        'get deployment web --subresource=status',
        'get pods --field-selector status.phase=Pending',
        'get pods --field-selector status.phase!=Pending,spec.restartPolicy=Always',
        'get pods --field-selector spec.nodeName=',
        'get namespace NAMESPACE',
        'get namespace NAMESPACE -o yaml',
        'get ns NAMESPACE --show-labels',
        'get serviceaccounts',
        'get serviceaccount default -o yaml',
        'get endpoints,ingresses,networkpolicies',
      ],
    },
    {
      title: 'tables of more kinds',
      files: {
        'more.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: busybox}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  completions: 2
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: busybox}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: main, image: postgres}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers: [{name: main, image: agent}]
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: main, image: nginx}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: outside
  rules: [{host: example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: 4
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: leader}
spec: {holderIdentity: me, leaseDurationSeconds: 15}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: limits}
spec: {hard: {pods: "10"}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec: {limits: [{type: Container, default: {cpu: 100m}}]}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: old}
spec:
  selector: {app: old}
  template:
    metadata: {labels: {app: old}}
    spec: {containers: [{name: main, image: nginx}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: [{name: http, port: 80}]
endpoints: [{addresses: [192.0.2.1]}]
`,
      },
      steps: [
        'create -f more.yaml',
        // The autoscaler's controller has its say 15 s later.
        'get hpa',
        'get hpa web -o yaml',
        'get cronjobs',
        'get cronjobs -o wide',
        'get jobs -o wide',
        'get statefulsets -o wide',
        'get daemonsets -o wide',
        'get replicasets -o wide',
        'get ingresses',
        'get networkpolicies',
        'get poddisruptionbudgets',
        'get pvc',
        'get pvc -o wide',
        'get leases',
        'get resourcequotas',
        'get limitranges',
        'get replicationcontrollers -o wide',
        'get endpointslices',
        'get cronjob nightly -o yaml',
        'get statefulset db -o yaml',
      ],
    },
    {
      title: 'watching',
      files: { 'settings.yaml': CONFIG_MAP },
      steps: [
        'create -f settings.yaml',
        {
          run: 'get configmaps -l app=web --watch',
          meanwhile: ['label configmap settings tier=front', 'annotate configmap settings note=changed'],
          lines: 4,
        },
        {
          run: 'get configmap settings --watch-only --output-watch-events',
          meanwhile: ['label configmap settings tier=back --overwrite', 'delete configmap settings'],
          lines: 3,
        },
        {
          run: 'get configmaps -l app=web -w -o name',
          meanwhile: ['create -f settings.yaml'],
          lines: 1,
        },
        {
          run: 'get configmaps -l app=web -w -o jsonpath=\'{.metadata.labels.tier}{"\\n"}\'',
          meanwhile: ['label configmap settings tier=front', 'label configmap settings app=other --overwrite'],
          lines: 3,
        },
      ],
    },
    {
      title: 'what is not there',
      steps: [
        'get configmap nothing',
        'get configmap nothing --ignore-not-found',
        'get configmaps nothing nobody -o name',
        'get configmap nothing -o yaml',
        'get gadgets',
        'get gadgets.example.com',
        'get configmap.v2',
        'get configmaps -n no-such-namespace',
        'get pods',
        'get namespace no-such-namespace',
        'get',
        'get configmaps --field-selector data.color=blue',
        'get pods --field-selector spec.hostname=x',
        'get configmaps --field-selector metadata.name',
        "get configmaps -l 'a b'",
        "get configmaps -l 'a in'",
        "get configmaps -l 'A_/x=y'",
        'get configmaps -l app=_wrong_',
        'get --raw /nowhere',
        'get --raw /apis/nowhere/v1/things',
        'get --raw /api/v1/namespaces/NAMESPACE/nowhere',
        'get --raw /healthz',
        'get --raw /readyz',
        'get configmap settings --subresource=status',
        'get -f missing.yaml',
        'get configmap a -o jsonpath={.a',
        'get all,gadgets',
      ],
    },
  ],
};
