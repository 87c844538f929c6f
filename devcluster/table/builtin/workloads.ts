// The rows of the kinds that keep Pods: how many they want, and how many they have.
import { builtinPrinter } from '../builtin-printer.js';
import { containerCells, type PodTemplate } from '../container-cells.js';
import { type LabelSelector, labelsText, selectorText } from '../selector-text.js';
import { NONE } from '../words.js';

interface Replicated {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly template: PodTemplate;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export const deploymentPrinter = builtinPrinter<Replicated>('apps/Deployment', ({ spec, status }) => ({
  Ready: `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
  'Up-to-date': status?.updatedReplicas ?? 0,
  Available: status?.availableReplicas ?? 0,
  ...containerCells(spec.template),
  Selector: selectorText(spec.selector),
}));

export const replicaSetPrinter = builtinPrinter<Replicated>('apps/ReplicaSet', ({ spec, status }) => ({
  Desired: spec.replicas ?? 0,
  Current: status?.replicas ?? 0,
  Ready: status?.readyReplicas ?? 0,
  ...containerCells(spec.template),
  Selector: selectorText(spec.selector) || NONE,
}));

export const statefulSetPrinter = builtinPrinter<Replicated>('apps/StatefulSet', ({ spec, status }) => ({
  Ready: `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
  ...containerCells(spec.template),
}));

interface DaemonSet {
  readonly spec: { readonly selector?: LabelSelector; readonly template: PodTemplate };
  readonly status?: {
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly numberReady?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

export const daemonSetPrinter = builtinPrinter<DaemonSet>('apps/DaemonSet', ({ spec, status }) => ({
  Desired: status?.desiredNumberScheduled ?? 0,
  Current: status?.currentNumberScheduled ?? 0,
  Ready: status?.numberReady ?? 0,
  'Up-to-date': status?.updatedNumberScheduled ?? 0,
  Available: status?.numberAvailable ?? 0,
  'Node Selector': labelsText(spec.template.spec?.nodeSelector),
  ...containerCells(spec.template),
  Selector: selectorText(spec.selector) || NONE,
}));

interface ReplicationController {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: Readonly<Record<string, string>>;
    readonly template?: PodTemplate;
  };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}

export const replicationControllerPrinter = builtinPrinter<ReplicationController>(
  'ReplicationController',
  ({ spec, status }) => ({
    Desired: spec.replicas ?? 0,
    Current: status?.replicas ?? 0,
    Ready: status?.readyReplicas ?? 0,
    ...containerCells(spec.template),
    Selector: labelsText(spec.selector),
  }),
);

interface PodDisruptionBudget {
  readonly spec: { readonly minAvailable?: number | string; readonly maxUnavailable?: number | string };
  readonly status?: { readonly disruptionsAllowed?: number };
}

export const podDisruptionBudgetPrinter = builtinPrinter<PodDisruptionBudget>(
  'policy/PodDisruptionBudget',
  ({ spec, status }) => ({
    'Min Available': String(spec.minAvailable ?? 'N/A'),
    'Max Unavailable': String(spec.maxUnavailable ?? 'N/A'),
    'Allowed Disruptions': status?.disruptionsAllowed ?? 0,
  }),
);
