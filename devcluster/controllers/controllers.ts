// Which controllers the control plane runs.
import type { Controller, ControllerOptions } from './controller.js';
import { CustomResourceCleanup } from './custom-resource-cleanup.js';
import { EventExpiry } from './event-expiry.js';
import { GarbageCollector } from './garbage-collector.js';
import { KubernetesService } from './kubernetes-service.js';
import { NamespaceController } from './namespace-controller.js';
import { NamespaceDefaults } from './namespace-defaults.js';
import { PodSimulator } from './pod-simulator.js';

export interface ControllersOptions extends ControllerOptions {
  /** Where the server listens. */
  readonly address: string;
  readonly port: number;
  /** The certificate of the authority as PEM, for the ConfigMap `kube-root-ca.crt`. */
  readonly rootCertificate: string;
  /** The version that the simulated Node reports, such as `v1.36.3`. */
  readonly version: string;
  /** Whether Pods are run in pretence, on a Node; default true. */
  readonly simulatePods?: boolean;
}

/** All controllers, running. */
export interface RunningControllers extends Pick<Controller, 'stop'> {
  /** Resolves when the namespaces that were there have what every namespace has, and the API server its Service. */
  settled(): Promise<void>;
}

/** Starts all controllers. */
export function startControllers(options: ControllersOptions): RunningControllers {
  const defaults = new NamespaceDefaults(options);
  const service = new KubernetesService(options);
  const controllers: readonly Controller[] = [
    new GarbageCollector(options),
    new NamespaceController(options),
    defaults,
    service,
    new CustomResourceCleanup(options),
    new EventExpiry(options),
    ...(options.simulatePods === false ? [] : [new PodSimulator(options)]),
  ];
  for (const controller of controllers) controller.start();
  return {
    async settled() {
      await Promise.all([defaults.settled(), service.settled()]);
    },
    stop: () => {
      for (const controller of controllers) controller.stop();
    },
  };
}

/** What kube-controller-manager, scheduler and kubelet do on a cluster, and nobody does here. */
export const NOT_MODELLED: readonly string[] = [
  'Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs and CronJobs make no Pods',
  'Services get no Endpoints or EndpointSlices, except for default/kubernetes',
  'HorizontalPodAutoscalers do not scale',
  'PersistentVolumeClaims are not bound',
  'ResourceQuotas are not counted',
  'PodDisruptionBudgets have no status',
  'Pods run no containers: they neither complete nor fail, and probes are not asked',
  'the scheduler looks at no resources, affinities, taints or Nodes other than kubewright-node',
];
