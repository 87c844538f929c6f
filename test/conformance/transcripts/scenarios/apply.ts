// kubectl apply: from the client's side and from the server's, and kubectl diff.
import { CONFIG_MAP, DEPLOYMENT, POD, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const configMap = (name: string, data = '{}') => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, labels: {story: prune}}
data: ${data}
`;

export const apply: TranscriptArea = {
  area: 'kubectl apply',
  scenarios: [
    {
      title: "from the client's side",
      files: {
        'settings.yaml': CONFIG_MAP,
        'changed.yaml': CONFIG_MAP.replace('blue', 'red').replace('  size: large\n', ''),
        'deployment.yaml': DEPLOYMENT,
        'scaled.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: 3').replace('nginx:1.29', 'nginx:1.30'),
        'immutable.yaml': DEPLOYMENT.replace('matchLabels: {app: web}', 'matchLabels: {app: other}'),
      },
      steps: [
        'apply -f settings.yaml',
        'apply -f settings.yaml',
        'apply -f changed.yaml',
        'get configmap settings -o yaml',
        'apply -f settings.yaml --dry-run=server',
        'apply -f settings.yaml --dry-run=client',
        'apply -f settings.yaml -o yaml',
        'apply -f deployment.yaml -f settings.yaml',
        'apply -f scaled.yaml',
        'get deployment web -o jsonpath={.spec.replicas},{.spec.template.spec.containers[0].image},{.metadata.generation}',
        'apply -f immutable.yaml',
        'apply -f - < deployment.yaml',
        'apply -f missing.yaml',
        'apply -f .',
      ],
    },
    {
      title: 'over what was not applied',
      files: { 'settings.yaml': CONFIG_MAP },
      steps: [
        'create configmap settings --from-literal=color=green --from-literal=extra=kept',
        'apply -f settings.yaml',
        "get configmap settings -o jsonpath='{.data}'",
      ],
    },
    {
      title: 'the last applied configuration',
      files: { 'settings.yaml': CONFIG_MAP, 'changed.yaml': CONFIG_MAP.replace('blue', 'red') },
      steps: [
        'apply -f settings.yaml',
        'apply view-last-applied configmap/settings',
        'apply view-last-applied -f settings.yaml -o json',
        'apply set-last-applied -f changed.yaml',
        'apply set-last-applied -f changed.yaml',
        'apply view-last-applied configmap/settings',
        "KUBE_EDITOR='replace s/red/green/' apply edit-last-applied configmap/settings",
        'apply view-last-applied configmap/settings',
        'create configmap plain',
        'apply view-last-applied configmap/plain',
        'apply set-last-applied -f settings.yaml --create-annotation=true',
      ],
    },
    {
      title: 'pruning',
      files: {
        'both.yaml': `${configMap('one')}---\n${configMap('two')}`,
        'one.yaml': configMap('one', '{a: b}'),
        'set-both.yaml': `${configMap('three')}---\n${configMap('four')}`,
        'set-one.yaml': configMap('three', '{a: b}'),
      },
      steps: [
        'apply -f both.yaml --prune -l story=prune --prune-allowlist=core/v1/ConfigMap',
        'apply -f one.yaml --prune -l story=prune --prune-allowlist=core/v1/ConfigMap --dry-run=server',
        'apply -f one.yaml --prune -l story=prune --prune-allowlist=core/v1/ConfigMap',
        'get configmaps -l story=prune -o name',
        'apply -f one.yaml --prune',
        'KUBECTL_APPLYSET=true apply -f set-both.yaml --prune --applyset=set',
        'KUBECTL_APPLYSET=true apply -f set-one.yaml --prune --applyset=set',
        "get secret set -o jsonpath='{.metadata.annotations}'",
        'get configmaps -l story=prune -o name',
      ],
    },
    {
      title: "from the server's side",
      files: {
        'settings.yaml': CONFIG_MAP,
        'changed.yaml': CONFIG_MAP.replace('blue', 'red'),
        'less.yaml': CONFIG_MAP.replace('  size: large\n', ''),
        'color.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: green}\n',
        'deployment.yaml': DEPLOYMENT,
        'scaled.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: 5'),
        'unknown.yaml': `${CONFIG_MAP}bogus: true\n`,
      },
      steps: [
        'apply --server-side -f settings.yaml',
        'apply --server-side -f settings.yaml',
        'apply --server-side -f changed.yaml --dry-run=server',
        'apply --server-side -f less.yaml',
        'get configmap settings -o yaml --show-managed-fields',
        'apply --server-side -f color.yaml --field-manager=other',
        'apply --server-side -f color.yaml --field-manager=other --force-conflicts',
        'apply --server-side -f changed.yaml',
        'get configmap settings -o yaml --show-managed-fields',
        'apply --server-side -f deployment.yaml',
        'scale deployment web --replicas=4',
        'apply --server-side -f scaled.yaml',
        'apply --server-side -f scaled.yaml --force-conflicts -o name',
        'get deployment web -o yaml --show-managed-fields',
        'apply --server-side -f unknown.yaml',
        'apply --server-side -f settings.yaml --field-manager=',
        'apply -f settings.yaml --force-conflicts',
      ],
    },
    {
      title: 'moving to the server',
      files: { 'settings.yaml': CONFIG_MAP, 'changed.yaml': CONFIG_MAP.replace('blue', 'red') },
      steps: [
        'apply -f settings.yaml',
        'apply --server-side -f changed.yaml',
        'get configmap settings -o yaml --show-managed-fields',
        'apply -f settings.yaml',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: {
        'widget.yaml': WIDGET,
        'changed.yaml': WIDGET.replace('blue', 'red').replace('weight: 3', 'weight: 50%'),
        'wrong.yaml': WIDGET.replace('blue', 'pink'),
        'more.yaml': `${WIDGET}    - name: door\n`,
      },
      steps: [
        'apply -f widget.yaml',
        'apply -f widget.yaml',
        'apply -f changed.yaml',
        'get widget first -o yaml',
        'apply -f wrong.yaml',
        'apply --server-side -f more.yaml --field-manager=server',
        'apply --server-side -f more.yaml --field-manager=server --force-conflicts',
        'apply --server-side -f wrong.yaml --field-manager=server --force-conflicts',
        'get widget first -o yaml --show-managed-fields',
      ],
    },
  ],
};

export const diff: TranscriptArea = {
  area: 'kubectl diff',
  scenarios: [
    {
      title: 'what would change',
      files: {
        'settings.yaml': CONFIG_MAP,
        'changed.yaml': CONFIG_MAP.replace('blue', 'red'),
        'pod.yaml': POD,
        'deployment.yaml': DEPLOYMENT,
        'scaled.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: 3'),
        'wrong.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: -1'),
      },
      steps: [
        'apply -f settings.yaml -f deployment.yaml',
        'diff -f settings.yaml',
        'diff -f changed.yaml',
        'diff -f pod.yaml',
        'diff -f scaled.yaml',
        'diff --server-side -f scaled.yaml',
        'diff --server-side -f scaled.yaml --force-conflicts',
        'diff --server-side -f changed.yaml --field-manager=other',
        'diff -f changed.yaml --show-managed-fields',
        'diff -f wrong.yaml',
        'get configmap settings -o jsonpath={.data.color}',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET, 'changed.yaml': WIDGET.replace('blue', 'red') },
      steps: [
        'diff -f widget.yaml',
        'apply -f widget.yaml',
        'diff -f widget.yaml',
        'diff -f changed.yaml',
        'diff --server-side -f changed.yaml',
      ],
    },
  ],
};
