// Gives Services their addresses and node ports.
import type { ApiObject } from '../object/api-object.js';
import { type FieldError, invalid } from '../object/field-error.js';
import { child, count, type Draft, draftOf, items, madeChild, text } from './draft.js';

/** What other Services have now. */
export interface TakenByServices {
  readonly clusterIPs: ReadonlySet<string>;
  readonly nodePorts: ReadonlySet<number>;
}

/** The Service with what it was given, or why it cannot have what it asks for. */
export type ServiceAllocation =
  | { readonly service: ApiObject; readonly problems?: undefined }
  | { readonly service?: undefined; readonly problems: readonly FieldError[] };

/**
 * Fills in clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy and the node ports, as the Service's type needs them; what
 * it had before stays. Addresses come from 10.0.0.0/24, of which .1 is the API server's own and .2 to .16 are left to
 * those who ask for them; node ports from 30000 to 32767. Addresses are of IPv4 only.
 * @param random at least 0 and less than 1, as `Math.random`
 */
export function allocateService(
  object: ApiObject,
  old: ApiObject | undefined,
  taken: TakenByServices,
  random: () => number,
): ServiceAllocation {
  const service = draftOf(object);
  const spec = madeChild(service, 'spec');
  const before = old && child(draftOf(old), 'spec');
  if (spec.type === 'ExternalName') return { service: object };
  const problems = [...allocateAddress(spec, before, taken, random), ...allocatePorts(spec, before, taken, random)];
  return problems.length > 0 ? { problems } : { service: service as unknown as ApiObject };
}

/** What these Services have. */
export function takenBy(services: Iterable<ApiObject>): TakenByServices {
  const clusterIPs = new Set<string>();
  const nodePorts = new Set<number>();
  for (const service of services) {
    const spec = (service.spec ?? {}) as Draft;
    if (text(spec, 'clusterIP') !== '') clusterIPs.add(text(spec, 'clusterIP'));
    for (const port of items(spec, 'ports')) if (count(port, 'nodePort') > 0) nodePorts.add(count(port, 'nodePort'));
  }
  return { clusterIPs, nodePorts };
}

function allocateAddress(
  spec: Draft,
  before: Draft | undefined,
  { clusterIPs }: TakenByServices,
  random: () => number,
): readonly FieldError[] {
  const held = text(before, 'clusterIP');
  const wanted = text(spec, 'clusterIP');
  if (held !== '' && wanted !== '' && wanted !== held) {
    return [invalid('spec.clusterIPs[0]', [wanted], 'may not change once set')];
  }
  const address = wanted || held || freeAddress(clusterIPs, random);
  if (address === undefined) return [invalid('spec.clusterIPs', null, 'failed to allocate IP: range is full')];
  const problem = held === address || address === 'None' ? undefined : addressProblem(address, clusterIPs);
  if (problem !== undefined) return [invalid('spec.clusterIPs[0]', address, problem)];
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  // Without an address and a selector it may lead anywhere.
  const anywhere = address === 'None' && Object.keys(child(spec, 'selector') ?? {}).length === 0;
  spec.ipFamilies ??= anywhere ? ['IPv4', 'IPv6'] : ['IPv4'];
  spec.ipFamilyPolicy ??= anywhere ? 'RequireDualStack' : 'SingleStack';
  return [];
}

const RANGE = '10.0.0';

function addressProblem(address: string, clusterIPs: ReadonlySet<string>): string | undefined {
  const parts = address.split('.');
  const valid = parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256);
  if (!valid) return 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  if (parts.slice(0, 3).join('.') !== RANGE) {
    return `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${RANGE}.0/24`;
  }
  return clusterIPs.has(address) ? `failed to allocate IP ${address}: provided IP is already allocated` : undefined;
}

function freeAddress(clusterIPs: ReadonlySet<string>, random: () => number): string | undefined {
  return free(
    17,
    254,
    random,
    last => !clusterIPs.has(`${RANGE}.${last}`),
    last => `${RANGE}.${last}`,
  );
}

function allocatePorts(
  spec: Draft,
  before: Draft | undefined,
  { nodePorts }: TakenByServices,
  random: () => number,
): readonly FieldError[] {
  const balanced = spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false;
  if (spec.type !== 'NodePort' && !balanced) return [];
  const given = new Set(nodePorts);
  const held = new Set(items(before, 'ports').map(port => count(port, 'nodePort')));
  return items(spec, 'ports').flatMap((port, index) => {
    const wanted = count(port, 'nodePort');
    const path = `spec.ports[${index}].nodePort`;
    const same = items(before, 'ports').find(other => other.port === port.port && other.protocol === port.protocol);
    const number =
      wanted ||
      count(same, 'nodePort') ||
      free(
        30000,
        32767,
        random,
        each => !given.has(each),
        each => each,
      );
    if (number === undefined) return [invalid(path, 0, 'failed to allocate requested port: range is full')];
    if (number < 30000 || number > 32767) {
      return [
        invalid(path, number, 'provided port is not in the valid range. The range of valid ports is 30000-32767'),
      ];
    }
    if (given.has(number) && !held.has(number)) return [invalid(path, number, 'provided port is already allocated')];
    given.add(number);
    port.nodePort = number;
    return [];
  });
}

/** The first that is free from a random one on. */
function free<T>(
  first: number,
  last: number,
  random: () => number,
  isFree: (value: number) => boolean,
  result: (value: number) => T,
): T | undefined {
  const size = last - first + 1;
  const start = Math.floor(random() * size);
  for (let step = 0; step < size; step++) {
    const value = first + ((start + step) % size);
    if (isFree(value)) return result(value);
  }
  return undefined;
}
