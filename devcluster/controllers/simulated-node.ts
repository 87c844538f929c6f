// The one Node of the embedded control plane.
import type { NewApiObject } from './cluster.js';

export const NODE_NAME = 'kubewright-node';
export const NODE_IP = '10.0.0.10';

/** The Node, and the status that its kubelet would write. @param now as RFC 3339 says it */
export function simulatedNode(
  version: string,
  now: string,
): { readonly object: NewApiObject; readonly status: object } {
  const resources = { cpu: '8', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' };
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: NODE_NAME,
        labels: {
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': NODE_NAME,
          'kubernetes.io/os': 'linux',
        },
      },
      spec: {},
    },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      addresses: [
        { type: 'InternalIP', address: NODE_IP },
        { type: 'Hostname', address: NODE_NAME },
      ],
      nodeInfo: {
        machineID: 'kubewright',
        systemUUID: 'kubewright',
        bootID: 'kubewright',
        kernelVersion: 'simulated',
        osImage: 'kubewright',
        containerRuntimeVersion: 'kubewright://simulated',
        kubeletVersion: version,
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
