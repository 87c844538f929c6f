// Which printer shows the objects of a built-in kind.
import type { TablePrinter } from '../registry/resource-type.js';
import {
  clusterRoleBindingPrinter,
  leasePrinter,
  mutatingWebhookConfigurationPrinter,
  priorityClassPrinter,
  roleBindingPrinter,
  validatingWebhookConfigurationPrinter,
} from './builtin/cluster.js';
import {
  configMapPrinter,
  namespacePrinter,
  resourceQuotaPrinter,
  secretPrinter,
  serviceAccountPrinter,
} from './builtin/core.js';
import { eventPrinter, eventsEventPrinter } from './builtin/event.js';
import { horizontalPodAutoscalerPrinter } from './builtin/horizontal-pod-autoscaler.js';
import { cronJobPrinter, jobPrinter } from './builtin/jobs.js';
import { ingressClassPrinter, ingressPrinter, networkPolicyPrinter } from './builtin/networking.js';
import { nodePrinter } from './builtin/node.js';
import { podPrinter } from './builtin/pod.js';
import { endpointSlicePrinter, endpointsPrinter, servicePrinter } from './builtin/services.js';
import { persistentVolumeClaimPrinter, persistentVolumePrinter, storageClassPrinter } from './builtin/storage.js';
import {
  daemonSetPrinter,
  deploymentPrinter,
  podDisruptionBudgetPrinter,
  replicaSetPrinter,
  replicationControllerPrinter,
  statefulSetPrinter,
} from './builtin/workloads.js';
import { builtinPrinter } from './builtin-printer.js';

/** All versions of a kind are printed alike. Kinds without columns of their own show their name and when they were made. */
export function printerOf(group: string, kind: string): TablePrinter {
  return printers[group === '' ? kind : `${group}/${kind}`] ?? plainPrinter;
}

/** Name and Created At, as every kind has it that the API server does not print in its own way. */
const plainPrinter = builtinPrinter('apiextensions.k8s.io/CustomResourceDefinition');

const printers: Readonly<Record<string, TablePrinter | undefined>> = {
  ConfigMap: configMapPrinter,
  Endpoints: endpointsPrinter,
  Event: eventPrinter,
  Namespace: namespacePrinter,
  Node: nodePrinter,
  PersistentVolume: persistentVolumePrinter,
  PersistentVolumeClaim: persistentVolumeClaimPrinter,
  Pod: podPrinter,
  ReplicationController: replicationControllerPrinter,
  ResourceQuota: resourceQuotaPrinter,
  Secret: secretPrinter,
  Service: servicePrinter,
  ServiceAccount: serviceAccountPrinter,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': mutatingWebhookConfigurationPrinter,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': validatingWebhookConfigurationPrinter,
  'apps/DaemonSet': daemonSetPrinter,
  'apps/Deployment': deploymentPrinter,
  'apps/ReplicaSet': replicaSetPrinter,
  'apps/StatefulSet': statefulSetPrinter,
  'autoscaling/HorizontalPodAutoscaler': horizontalPodAutoscalerPrinter,
  'batch/CronJob': cronJobPrinter,
  'batch/Job': jobPrinter,
  'coordination.k8s.io/Lease': leasePrinter,
  'discovery.k8s.io/EndpointSlice': endpointSlicePrinter,
  'events.k8s.io/Event': eventsEventPrinter,
  'networking.k8s.io/Ingress': ingressPrinter,
  'networking.k8s.io/IngressClass': ingressClassPrinter,
  'networking.k8s.io/NetworkPolicy': networkPolicyPrinter,
  'policy/PodDisruptionBudget': podDisruptionBudgetPrinter,
  'rbac.authorization.k8s.io/ClusterRoleBinding': clusterRoleBindingPrinter,
  'rbac.authorization.k8s.io/RoleBinding': roleBindingPrinter,
  'scheduling.k8s.io/PriorityClass': priorityClassPrinter,
  'storage.k8s.io/StorageClass': storageClassPrinter,
};
