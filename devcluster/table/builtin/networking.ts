// The rows of Ingresses, their classes, and NetworkPolicies.
import { builtinPrinter } from '../builtin-printer.js';
import { type LoadBalancerStatus, loadBalancerText } from '../load-balancer-text.js';
import { type LabelSelector, selectorText } from '../selector-text.js';
import { NONE } from '../words.js';

interface Ingress {
  readonly spec: {
    readonly ingressClassName?: string;
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly object[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancerStatus };
}

export const ingressPrinter = builtinPrinter<Ingress>('networking.k8s.io/Ingress', ({ spec, status }) => ({
  Class: spec.ingressClassName ?? NONE,
  Hosts: hostsText(spec.rules ?? []),
  Address: loadBalancerText(status?.loadBalancer),
  Ports: (spec.tls ?? []).length === 0 ? '80' : '80, 443',
}));

interface IngressClass {
  readonly spec?: {
    readonly controller?: string;
    readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
  };
}

export const ingressClassPrinter = builtinPrinter<IngressClass>('networking.k8s.io/IngressClass', ({ spec }) => {
  const { apiGroup, kind, name } = spec?.parameters ?? {};
  return {
    Controller: spec?.controller ?? '',
    Parameters: kind === undefined ? NONE : `${apiGroup === undefined ? kind : `${kind}.${apiGroup}`}/${name}`,
  };
});

interface NetworkPolicy {
  readonly spec: { readonly podSelector?: LabelSelector };
}

export const networkPolicyPrinter = builtinPrinter<NetworkPolicy>('networking.k8s.io/NetworkPolicy', ({ spec }) => ({
  'Pod-Selector': selectorText(spec.podSelector) || NONE,
}));

const MOST_HOSTS = 3;

/** What is not shown is counted by rules, as the real server does, so one without a host may count or not. */
function hostsText(rules: readonly { readonly host?: string }[]): string {
  const shown: string[] = [];
  for (const { host } of rules) {
    if (shown.length === MOST_HOSTS) return `${shown.join(',')} + ${rules.length - MOST_HOSTS} more...`;
    if (host) shown.push(host);
  }
  return shown.join(',') || '*';
}
