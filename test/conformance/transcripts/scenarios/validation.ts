// What the server refuses, in kubectl's words.
import { CONFIG_MAP, DEPLOYMENT, POD } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const validation: TranscriptArea = {
  area: 'kubectl validation',
  scenarios: [
    {
      title: 'fields',
      files: {
        'unknown.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: 2\n  bogus: 1').replace('image:', 'imagee:'),
        'duplicate.yaml': `${CONFIG_MAP}  color: red\n`,
        'types.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: many'),
        'kindless.yaml': 'apiVersion: v1\nmetadata: {name: x}\n',
        'groupless.yaml': 'kind: ConfigMap\nmetadata: {name: x}\n',
        'broken.yaml': 'apiVersion: v1\nkind: [\n',
        'empty.yaml': '',
        'gadget.yaml': 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: x}\n',
      },
      steps: [
        'create -f unknown.yaml',
        'create -f unknown.yaml --validate=strict --dry-run=server',
        'create -f unknown.yaml --validate=warn --dry-run=server',
        'create -f unknown.yaml --validate=ignore --dry-run=server',
        'apply -f unknown.yaml',
        'create -f duplicate.yaml',
        'create -f duplicate.yaml --validate=warn --dry-run=server',
        'create -f types.yaml',
        'create -f kindless.yaml',
        'create -f groupless.yaml',
        'create -f broken.yaml',
        'create -f empty.yaml',
        'create -f gadget.yaml',
        'create -f types.yaml --validate=sometimes',
      ],
    },
    {
      title: 'values',
      files: {
        'imageless.yaml': POD.replace('      image: nginx:1.29\n', ''),
        'ports.yaml': POD.replace('containerPort: 80', 'containerPort: 99999'),
        'pod-name.yaml': POD.replace('  name: web', '  name: Web_1'),
        'label.yaml': POD.replace('app: web', 'app: "not valid!"'),
        'policy.yaml': POD.replace('spec:', 'spec:\n  restartPolicy: Sometimes'),
        'quantity.yaml': POD.replace('ports:', 'resources: {requests: {cpu: lots}}\n      ports:'),
        'limits.yaml': POD.replace('ports:', 'resources: {requests: {cpu: 2}, limits: {cpu: 1}}\n      ports:'),
        'selector.yaml': DEPLOYMENT.replace('matchLabels: {app: web}', 'matchLabels: {app: other}'),
        'negative.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: -2'),
        'containerless.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n',
        'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: 9web}\nspec: {type: Odd, ports: []}\n',
        'key.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {"bad key": x}\n',
        'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {a: "not base64!"}\n',
        'job.yaml':
          'apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n',
        'owner.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, ownerReferences: [{apiVersion: v1, kind: Pod, name: y}]}\n',
        'finalizer.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, finalizers: [plain]}\n',
        'mount.yaml': POD.replace('ports:', 'volumeMounts: [{name: nothing, mountPath: /x}]\n      ports:'),
        'twins.yaml': `${POD}    - name: nginx\n      image: nginx\n`,
      },
      steps: [
        'create -f imageless.yaml',
        'create -f ports.yaml',
        'create -f pod-name.yaml',
        'create -f label.yaml',
        'create -f policy.yaml',
        'create -f quantity.yaml',
        'create -f limits.yaml',
        'create -f selector.yaml',
        'create -f negative.yaml',
        'create -f containerless.yaml',
        'create -f service.yaml',
        'create -f key.yaml',
        'create -f secret.yaml',
        'create -f job.yaml',
        'create -f owner.yaml',
        'create -f finalizer.yaml',
        'create -f mount.yaml',
        'create -f twins.yaml',
      ],
    },
    {
      title: 'changes that are not allowed',
      files: {
        'settings.yaml': `${CONFIG_MAP}immutable: true\n`,
        'pvc.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
`,
        'sts.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: main, image: postgres}]}
`,
      },
      steps: [
        'create -f settings.yaml -f pvc.yaml -f sts.yaml',
        `patch configmap settings --type=merge -p '{"data":{"color":"red"}}'`,
        `patch configmap settings --type=merge -p '{"immutable":false}'`,
        `patch pvc data --type=merge -p '{"spec":{"storageClassName":"slow"}}'`,
        `patch statefulset db --type=merge -p '{"spec":{"serviceName":"other"}}'`,
        'create service clusterip web --tcp=80',
        `patch service web --type=merge -p '{"spec":{"clusterIP":"10.0.0.5"}}'`,
        'create secret generic typed --type=a/b',
        `patch secret typed --type=merge -p '{"type":"c/d"}'`,
        'create job once --image=busybox',
        `patch job once --type=merge -p '{"spec":{"completions":3}}'`,
        'create role reader --verb=get --resource=pods',
        'create rolebinding readers --role=reader --user=jane',
        `patch rolebinding readers --type=merge -p '{"roleRef":{"name":"other"}}'`,
        `patch namespace NAMESPACE --type=merge -p '{"metadata":{"name":"other"}}'`,
      ],
    },
  ],
};
