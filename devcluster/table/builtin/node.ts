// The row of a Node.
import { builtinPrinter } from '../builtin-printer.js';
import { NONE, UNKNOWN } from '../words.js';

interface Node {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly kernelVersion?: string;
      readonly containerRuntimeVersion?: string;
      readonly architecture?: string;
    };
  };
}

export const nodePrinter = builtinPrinter<Node>('Node', node => {
  const { kubeletVersion, osImage, kernelVersion, containerRuntimeVersion, architecture } = node.status?.nodeInfo ?? {};
  return {
    Status: statusOf(node),
    Roles: rolesOf(node.metadata.labels ?? {}),
    Version: kubeletVersion ?? '',
    'Internal-IP': addressOf(node, 'InternalIP'),
    'External-IP': addressOf(node, 'ExternalIP'),
    'OS-Image': osImage || UNKNOWN,
    'Kernel-Version': `${kernelVersion || UNKNOWN}${architecture ? ` (${architecture})` : ''}`,
    'Container-Runtime': containerRuntimeVersion || UNKNOWN,
  };
});

function statusOf({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready');
  const told = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${told},SchedulingDisabled` : told;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function rolesOf(labels: Readonly<Record<string, string>>): string {
  const prefixed = Object.keys(labels)
    .filter(key => key.startsWith(ROLE_PREFIX))
    .map(key => key.slice(ROLE_PREFIX.length));
  const roles = [...prefixed, labels['kubernetes.io/role'] ?? ''].filter(role => role !== '');
  return [...new Set(roles)].sort().join(',') || NONE;
}

function addressOf({ status }: Node, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
}
