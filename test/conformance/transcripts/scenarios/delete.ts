// kubectl delete, with what it does to dependents.
import { CONFIG_MAP, DEPLOYMENT, POD, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const owned = (name: string, owner: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: ${owner}, blockOwnerDeletion: true}]
`;

const FAMILY = { 'deployment.yaml': DEPLOYMENT, 'child.yaml': owned('child', 'OWNER') };
const OWNER = { run: 'get deployment web -o jsonpath={.metadata.uid}', as: 'OWNER' };

export const del: TranscriptArea = {
  area: 'kubectl delete',
  scenarios: [
    {
      title: 'by name, file, label, all',
      files: {
        'settings.yaml': CONFIG_MAP,
        'many.yaml': ['a', 'b', 'c', 'd', 'e']
          .map(
            name =>
              `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, labels: {app: ${name < 'c' ? 'web' : 'db'}}}\n`,
          )
          .join('---\n'),
      },
      steps: [
        'create -f settings.yaml -f many.yaml',
        'delete configmap settings --dry-run=server',
        'delete configmap settings --dry-run=client',
        'delete -f settings.yaml',
        'delete -f settings.yaml',
        'delete -f settings.yaml --ignore-not-found',
        'delete secret/a secret/nothing',
        'delete secrets -l app=web',
        'delete secrets -l app=web',
        'delete secrets --all',
        'delete secret',
        'delete configmap nothing',
        'delete gadget nothing',
        'delete secrets --all -o name',
        'delete --raw /api/v1/namespaces/NAMESPACE/secrets/nothing',
      ],
    },
    {
      title: 'with grace',
      files: { 'pod.yaml': POD },
      steps: [
        'create -f pod.yaml',
        'delete pod web --now',
        'create -f pod.yaml',
        'delete pod web --grace-period=0 --force',
        'create -f pod.yaml',
        'delete pod web --grace-period=5 --wait=false',
        'create -f pod.yaml',
        'delete pod web --grace-period=0',
        'get pods',
      ],
    },
    {
      title: 'in the background',
      files: FAMILY,
      steps: [
        'create -f deployment.yaml',
        OWNER,
        'create -f child.yaml',
        { run: 'wait --for=delete configmap/child --timeout=30s', meanwhile: ['delete deployment web'] },
        'get configmap child',
      ],
    },
    {
      title: 'in the foreground',
      files: FAMILY,
      steps: [
        'create -f deployment.yaml',
        OWNER,
        'create -f child.yaml',
        'delete deployment web --cascade=foreground --timeout=30s',
        'get configmap child',
        'get deployment web',
      ],
    },
    {
      title: 'leaving orphans',
      files: FAMILY,
      steps: [
        'create -f deployment.yaml',
        OWNER,
        'create -f child.yaml',
        'delete deployment web --cascade=orphan --timeout=30s',
        "get configmap child -o jsonpath='{.metadata.ownerReferences}'",
        'delete configmap child --cascade=sideways',
      ],
    },
    {
      title: 'while a finalizer holds it',
      files: {
        'held.yaml': CONFIG_MAP.replace('  name: settings', '  name: settings\n  finalizers: [example.com/hold]'),
      },
      steps: [
        'create -f held.yaml',
        'delete configmap settings --wait=false',
        "get configmap settings -o jsonpath='{.metadata.finalizers} {.metadata.deletionGracePeriodSeconds}'",
        'delete configmap settings --timeout=1s',
        `patch configmap settings --type=merge -p '{"metadata":{"finalizers":["example.com/other","example.com/hold"]}}'`,
        {
          run: 'delete configmap settings --timeout=30s',
          meanwhile: [`patch configmap settings --type=merge -p '{"metadata":{"finalizers":null}}'`],
        },
      ],
    },
    {
      title: 'namespaces and definitions',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET, 'settings.yaml': CONFIG_MAP },
      steps: [
        'create namespace NAMESPACE-gone',
        'create -f settings.yaml -n NAMESPACE-gone',
        'delete namespace NAMESPACE-gone --timeout=60s',
        'get configmap settings -n NAMESPACE-gone',
        'create -f widget.yaml',
        'delete crd widgets.NAMESPACE.dev --timeout=60s',
        'get crd widgets.NAMESPACE.dev',
        'delete namespace default',
        'delete namespace kube-system',
      ],
    },
  ],
};
