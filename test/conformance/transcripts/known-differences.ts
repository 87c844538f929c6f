// What kubectl prints otherwise on the embedded control plane, and why.
import type { KnownDifference } from '../observation.js';

const NO_KUBELET =
  'There is no kubelet, and nothing stands for one here: the answer says so, where a real server says it of the Pod.';
const UNSERVED = 'The kind is not served.';
const INTERNAL_TYPES = 'The refusal does not show the difference of the internal types of Kubernetes at its end.';
const PROTECTION = 'The finalizer that protects it is not put on: nothing here would take it off.';

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...because(NO_KUBELET, 'kubectl containers', 'of a pod that no node runs', [
    'exec web -- date',
    'attach web',
    'cp file.txt web:/tmp/file.txt',
    'get --raw /api/v1/namespaces/NAMESPACE/pods/web/proxy/',
  ]),
  ...because(
    `${NO_KUBELET} To a Pod that waits for its node kubectl says nothing there, and exits with 0.`,
    'kubectl containers',
    'of a pod that no node runs',
    ['logs web', 'logs -l app=web'],
    true,
  ),
  ...because(
    'Ephemeral containers are not modelled: a Pod would say that it has one, and nothing would run it.',
    'kubectl containers',
    'of a pod that no node runs',
    ['debug web --image=busybox --container=debugger'],
    true,
  ),
  ...because(UNSERVED, 'kubectl api-resources', 'built-in groups', [
    "api-resources --api-group='' --sort-by=name",
    'api-resources --api-group=networking.k8s.io -o name',
    'api-resources --api-group=storage.k8s.io',
    'api-resources --api-group=admissionregistration.k8s.io',
  ]),
  ...because(UNSERVED, 'kubectl cluster', 'certificates', [
    'certificate approve nothing',
    'get certificatesigningrequests nothing',
  ]),
  ...because('It has its own mark behind the version of Kubernetes that it follows.', 'kubectl cluster', 'what it is', [
    'version',
  ]),
  ...because(
    'The administrators of the two have other names, and this one shows no certificate over plain HTTP.',
    'kubectl auth',
    'who may what',
    ['auth whoami'],
  ),
  ...because(
    'There is no authorization: everybody may do everything.',
    'kubectl auth',
    'who may what',
    ['auth can-i list pods --as=system:serviceaccount:NAMESPACE:default'],
    true,
  ),
  ...because(
    'OpenAPI v2 is an empty document, which is enough for all commands but this one; explain uses v3 by itself.',
    'kubectl explain',
    'built-in kinds',
    ['explain pod --output=plaintext-openapiv2'],
    true,
  ),
  ...because(PROTECTION, 'kubectl describe', 'configuration', ['describe pvc data']),
  ...because(PROTECTION, 'kubectl node', 'volumes and classes', ['describe pv NAMESPACE-disk']),
  ...because(
    'A new Node is not tainted as not ready: nothing here would take the taint off.',
    'kubectl node',
    'a node',
    ['taint node NAMESPACE-node node.kubernetes.io/not-ready-'],
    true,
  ),
  ...because(INTERNAL_TYPES, 'kubectl validation', 'changes that are not allowed', [
    `patch pvc data --type=merge -p '{"spec":{"storageClassName":"slow"}}'`,
  ]),
];

/** @param code whether the commands end with another status, too */
function because(
  reason: string,
  area: string,
  title: string,
  commands: readonly string[],
  code = false,
): readonly KnownDifference[] {
  return commands.map(command => ({ area, name: `${title}: ${command}`, reason, ...(code && { code }) }));
}
