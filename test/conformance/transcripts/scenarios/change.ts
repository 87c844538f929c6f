// kubectl edit, patch and replace.
import { CONFIG_MAP, DEPLOYMENT, POD, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const edit: TranscriptArea = {
  area: 'kubectl edit',
  scenarios: [
    {
      title: 'with an editor',
      files: { 'settings.yaml': CONFIG_MAP, 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f settings.yaml -f deployment.yaml',
        "KUBE_EDITOR='replace s/blue/red/' edit configmap settings",
        'get configmap settings -o jsonpath={.data.color}',
        "KUBE_EDITOR='replace s/nothing/something/' edit configmap settings",
        "KUBE_EDITOR='replace s/1.29/1.30/' edit deployment/web -o name",
        "KUBE_EDITOR='replace s/red/yellow/' edit -f settings.yaml",
        "KUBE_EDITOR='replace s/yellow/orange/' edit configmap settings -o json",
        'edit configmap nothing',
        'KUBE_EDITOR=\'replace "s/replicas: 2/replicas: 7/"\' edit deployment web --subresource=scale',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET },
      steps: [
        'create -f widget.yaml',
        "KUBE_EDITOR='replace s/blue/red/' edit widget first",
        'get widget first',
        "KUBE_EDITOR='replace s/wheel/door/' edit wdgets/first -o name",
        'get widget first -o yaml',
      ],
    },
  ],
};

export const patch: TranscriptArea = {
  area: 'kubectl patch',
  scenarios: [
    {
      title: 'the three kinds of patches',
      files: { 'deployment.yaml': DEPLOYMENT, 'patch.yaml': 'spec:\n  paused: true\n' },
      steps: [
        'create -f deployment.yaml',
        `patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"sidecar","image":"busybox"}]}}}}'`,
        "get deployment web -o jsonpath='{.spec.template.spec.containers[*].name}'",
        `patch deployment web --type=merge -p '{"spec":{"replicas":4,"minReadySeconds":5}}'`,
        `patch deployment web --type=json -p '[{"op":"test","path":"/spec/replicas","value":4},{"op":"remove","path":"/spec/minReadySeconds"}]'`,
        `patch deployment web --type=json -p '[{"op":"test","path":"/spec/replicas","value":5}]'`,
        `patch deployment web --type=json -p '[{"op":"remove","path":"/spec/nothing"}]'`,
        `patch deployment web --type=json -p '[{"op":"fly","path":"/spec"}]'`,
        'patch deployment web --patch-file=patch.yaml',
        'patch deployment web --patch-file=patch.yaml',
        `patch deployment web --type=strategic -p '{"spec":{"template":{"spec":{"containers":[{"name":"sidecar","$patch":"delete"}]}}}}'`,
        `patch deployment web -p '{"spec":{"replicas":-1}}'`,
        `patch deployment web -p '{"spec":{"replicas":"many"}}'`,
        `patch deployment web -p '{"spec":{"selector":{"matchLabels":{"app":"x"}}}}'`,
        `patch deployment web -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}'`,
        `patch deployment web -p '{"metadata":{"labels":{"app":null,"new":"label"}}}' -o yaml`,
        `patch deployment web -p '{"spec":{"bogus":1}}'`,
        `patch deployment web -p '{"spec":'`,
        `patch deployment nothing -p '{}'`,
        `patch -f deployment.yaml -p '{"spec":{"replicas":1}}' --dry-run=server`,
        `patch -f deployment.yaml --local -p '{"spec":{"replicas":9}}' -o jsonpath={.spec.replicas}`,
        `patch deployment web -p '{"metadata":{"name":"other"}}'`,
        `patch deployment web -p '{"metadata":{"resourceVersion":"1"}}'`,
      ],
    },
    {
      title: 'subresources',
      files: { 'deployment.yaml': DEPLOYMENT, 'pod.yaml': POD },
      steps: [
        'create -f deployment.yaml -f pod.yaml',
        `patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":3}}'`,
        `patch deployment web --subresource=status -p '{"status":{"replicas":3,"readyReplicas":2,"availableReplicas":2,"updatedReplicas":3}}'`,
        'get deployment web',
        `patch pod web --subresource=status -p '{"status":{"phase":"Running","podIP":"192.0.2.7","containerStatuses":[{"name":"nginx","ready":true,"restartCount":2,"image":"nginx","imageID":"","state":{"running":{"startedAt":null}}}]}}'`,
        'get pod web -o wide',
        `patch pod web -p '{"spec":{"containers":[{"name":"nginx","image":"nginx:1.30"}]}}'`,
        `patch pod web -p '{"spec":{"restartPolicy":"Never"}}'`,
        `patch pod web -p '{"spec":{"activeDeadlineSeconds":100}}'`,
        `patch deployment web --subresource=nothing -p '{}'`,
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET },
      steps: [
        'create -f widget.yaml',
        `patch widget first --type=merge -p '{"spec":{"color":"red"}}'`,
        `patch widget first -p '{"spec":{"color":"red"}}'`,
        `patch widget first --type=json -p '[{"op":"add","path":"/spec/parts/-","value":{"name":"door"}}]'`,
        `patch widget first --type=json -p '[{"op":"add","path":"/spec/parts/-","value":{"name":"door"}}]'`,
        `patch widget first --type=merge -p '{"spec":{"color":"pink","replicas":11,"size":"enormous"}}'`,
        `patch widget first --type=merge -p '{"spec":{"replicas":"two"}}'`,
        `patch widget first --type=merge -p '{"spec":{"color":null}}'`,
        `patch widget first --subresource=status --type=merge -p '{"status":{"phase":"Ready","replicas":1}}'`,
        `patch widget first --type=merge -p '{"status":{"phase":"Ignored"}}'`,
        'get widget first -o wide',
        `patch widget first --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`,
        `patch widget first --type=merge -p '{"spec":{"bogus":1}}'`,
        `patch widgets.v1beta1.NAMESPACE.dev first --type=merge -p '{"spec":{"color":"green"}}'`,
        'get widget first -o yaml',
      ],
    },
  ],
};

export const replace: TranscriptArea = {
  area: 'kubectl replace',
  scenarios: [
    {
      title: 'whole objects',
      files: {
        'settings.yaml': CONFIG_MAP,
        'changed.yaml': CONFIG_MAP.replace('blue', 'red'),
        'stale.yaml': CONFIG_MAP.replace('  name: settings', '  name: settings\n  resourceVersion: "1"'),
        'frozen.yaml': `${CONFIG_MAP}immutable: true\n`,
        'pod.yaml': POD,
        'other-pod.yaml': POD.replace('nginx:1.29', 'nginx:1.30\n      command: [date]'),
        'deployment.yaml': DEPLOYMENT,
        'scale.yaml': `apiVersion: autoscaling/v1
kind: Scale
metadata: {name: web, namespace: NAMESPACE}
spec: {replicas: 6}
`,
      },
      steps: [
        'replace -f settings.yaml',
        'create -f settings.yaml',
        'replace -f changed.yaml',
        'get configmap settings -o jsonpath={.data.color}',
        'replace -f stale.yaml',
        'replace -f settings.yaml --dry-run=server -o yaml',
        'replace -f frozen.yaml',
        'replace -f changed.yaml',
        'replace -f changed.yaml --force',
        'create -f pod.yaml -f deployment.yaml',
        'replace -f other-pod.yaml',
        'replace -f other-pod.yaml --force --grace-period=0',
        'get pod web -o jsonpath={.spec.containers[0].image}',
        'replace --raw /apis/apps/v1/namespaces/NAMESPACE/deployments/web/scale -f scale.yaml',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: {
        'widget.yaml': WIDGET,
        'changed.yaml': WIDGET.replace('blue', 'red'),
        'wrong.yaml': WIDGET.replace('blue', 'pink'),
        'status.yaml': `${WIDGET}status: {phase: Done}\n`,
      },
      steps: [
        'create -f widget.yaml',
        'replace -f changed.yaml',
        'replace -f wrong.yaml',
        'replace -f status.yaml --subresource=status',
        'get widget first -o wide',
      ],
    },
  ],
};
