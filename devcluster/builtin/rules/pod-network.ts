// How a Pod is called and calls others: its host, its names, and the ports that it takes of the host.

import { isIP } from 'node:net';
import { labelProblems, subdomainProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { child, count, type Draft, type DraftValue, items, text } from '../draft.js';
import { duplicate, supported } from './problems.js';

export function networkProblems(spec: Draft, path: string): readonly FieldError[] {
  return [
    ...nameProblems(spec, path),
    ...supported(spec, path, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...dnsProblems(spec, `${path}.dnsConfig`),
    ...items(spec, 'hostAliases').flatMap((each, index) => aliasProblems(each, `${path}.hostAliases[${index}]`)),
    ...hostPortProblems(spec, path),
  ];
}

function nameProblems(spec: Draft, path: string): readonly FieldError[] {
  return ['hostname', 'subdomain'].flatMap(field => {
    const name = text(spec, field);
    return name === '' ? [] : labelProblems(name).map(problem => invalid(`${path}.${field}`, name, problem));
  });
}

const MOST_SERVERS = 3;
const MOST_SEARCHED = 32;

function dnsProblems(spec: Draft, path: string): readonly FieldError[] {
  const config = child(spec, 'dnsConfig');
  const servers = textsOf(config?.nameservers);
  const searched = textsOf(config?.searches);
  if (spec.dnsPolicy === 'None') {
    if (config === undefined) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (servers.length === 0) {
      return [required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
    }
  }
  return [
    ...(servers.length > MOST_SERVERS
      ? [invalid(`${path}.nameservers`, servers, `must not have more than ${MOST_SERVERS} nameservers`)]
      : []),
    ...servers.flatMap((server, index) => addressProblems(server, `${path}.nameservers[${index}]`)),
    ...(searched.length > MOST_SEARCHED
      ? [invalid(`${path}.searches`, searched, `must not have more than ${MOST_SEARCHED} search paths`)]
      : []),
    ...searched.flatMap((domain, index) => searchProblems(domain, `${path}.searches[${index}]`)),
    ...items(config, 'options').flatMap((option, index) =>
      text(option, 'name') === '' ? [required(`${path}.options[${index}]`, 'must not be empty')] : [],
    ),
  ];
}

const SEARCHED = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;
const SEARCHED_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

/** One dot alone stands for the root, and a name may end with one. */
function searchProblems(domain: string, path: string): readonly FieldError[] {
  if (domain === '.') return [];
  const name = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  return name.split('.').every(part => SEARCHED.test(part)) ? [] : [invalid(path, name, SEARCHED_TEXT)];
}

function aliasProblems(alias: Draft, path: string): readonly FieldError[] {
  return [
    ...addressProblems(text(alias, 'ip'), `${path}.ip`),
    ...textsOf(alias.hostnames).flatMap((name, index) =>
      subdomainProblems(name).map(problem => invalid(`${path}.hostnames[${index}]`, name, problem)),
    ),
  ];
}

function addressProblems(address: string, path: string): readonly FieldError[] {
  if (isIP(address) !== 0) return [];
  const bare = address.replaceAll(/\b0+(?=\d)/g, '');
  if (/^[\d.]+$/.test(address) && isIP(bare) === 4) return [invalid(path, address, 'must not have leading 0s')];
  return [invalid(path, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

/** On the network of the host a port is the same on both sides; else no two containers may have one of the host. */
function hostPortProblems(spec: Draft, path: string): readonly FieldError[] {
  const seen = new Set<string>();
  const problems = (list: string, alone: boolean) =>
    items(spec, list).flatMap((container, index) => {
      const ports = items(container, 'ports');
      // Init containers that end have the host to themselves, one after the other.
      const taken = alone && container.restartPolicy !== 'Always' ? new Set<string>() : seen;
      return ports.flatMap((port, at) => {
        const host = count(port, 'hostPort');
        if (host === 0) return [];
        const place = `${path}.${list}[${index}].ports[${at}].hostPort`;
        const key = `${text(port, 'protocol')}/${text(port, 'hostIP')}/${host}`;
        const twice = taken.has(key);
        taken.add(key);
        return [
          ...(twice ? [duplicate(place, key)] : []),
          ...(spec.hostNetwork === true && host !== count(port, 'containerPort')
            ? [invalid(place, host, 'must match `containerPort` when `hostNetwork` is true')]
            : []),
        ];
      });
    });
  return [...problems('containers', false), ...problems('initContainers', true)];
}

function textsOf(value: DraftValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
