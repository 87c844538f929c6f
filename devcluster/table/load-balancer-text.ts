// The addresses of a load balancer in a cell.

export interface LoadBalancerStatus {
  readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
}

/** Its addresses and host names, each once, sorted; empty while it has none. */
export function loadBalancerText({ ingress = [] }: LoadBalancerStatus = {}): string {
  const addresses = ingress.map(({ ip, hostname }) => ip || hostname || '').filter(address => address !== '');
  return [...new Set(addresses)].sort().join(',');
}
