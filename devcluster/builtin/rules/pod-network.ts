// How a Pod is called and calls others.

import { isIP } from 'node:net';
import { subdomainProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, required, tooLong } from '../../object/field-error.js';
import { child, type Draft, type DraftValue, items, text } from '../draft.js';
import { dnsLabelProblems } from './problems.js';

export function hostnameProblems(spec: Draft, path: string): readonly FieldError[] {
  return ['hostname', 'subdomain'].flatMap(field => {
    const name = text(spec, field);
    return name === '' ? [] : dnsLabelProblems(name, `${path}.${field}`);
  });
}

const LONGEST_HOSTNAME = 64;

/** Whatever else the Pod would be called. */
export function hostnameOverrideProblems(spec: Draft, path: string): readonly FieldError[] {
  const name = spec.hostnameOverride;
  if (typeof name !== 'string') return [];
  const at = `${path}.hostnameOverride`;
  return [
    ...['setHostnameAsFQDN', 'hostNetwork'].flatMap(field =>
      spec[field] === true ? [forbidden(at, `may not be specified when ${field} is true`)] : [],
    ),
    ...(Buffer.byteLength(name) > LONGEST_HOSTNAME ? [tooLong(at, LONGEST_HOSTNAME)] : []),
    ...subdomainProblems(name).map(problem => invalid(at, name, problem)),
  ];
}

const MOST_SERVERS = 3;
const MOST_SEARCHED = 32;
/** With a space between two of them. */
const MOST_CHARACTERS = 2048;

export function dnsProblems(spec: Draft, path: string): readonly FieldError[] {
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
    ...(Buffer.byteLength(searched.join(' ')) > MOST_CHARACTERS
      ? [
          invalid(
            `${path}.searches`,
            searched,
            `must not have more than ${MOST_CHARACTERS} characters (including spaces) in the search list`,
          ),
        ]
      : []),
    ...searched.flatMap((domain, index) => searchProblems(domain, `${path}.searches[${index}]`)),
    ...items(config, 'options').flatMap((option, index) =>
      text(option, 'name') === '' ? [required(`${path}.options[${index}]`, 'must not be empty')] : [],
    ),
  ];
}

const LONGEST_DOMAIN = 253;
const SEARCHED = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;
const SEARCHED_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

/** One dot alone stands for the root, and a name may end with one. */
function searchProblems(domain: string, path: string): readonly FieldError[] {
  if (domain === '.') return [];
  const name = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  return [
    ...(Buffer.byteLength(name) > LONGEST_DOMAIN
      ? [invalid(path, name, `must be no more than ${LONGEST_DOMAIN} characters`)]
      : []),
    ...(name.split('.').every(part => SEARCHED.test(part)) ? [] : [invalid(path, name, SEARCHED_TEXT)]),
  ];
}

export function aliasProblems(alias: Draft, path: string): readonly FieldError[] {
  return [
    ...addressProblems(text(alias, 'ip'), `${path}.ip`),
    ...textsOf(alias.hostnames).flatMap((name, index) =>
      subdomainProblems(name).map(problem => invalid(`${path}.hostnames[${index}]`, name, problem)),
    ),
  ];
}

function addressProblems(address: string, path: string): readonly FieldError[] {
  if (isIP(address) !== 0 && !address.includes('%')) {
    return isMapped(address) ? [invalid(path, address, 'must not be an IPv4-mapped IPv6 address')] : [];
  }
  const bare = address.replaceAll(/\b0+(?=\d)/g, '');
  if (/^[\d.]+$/.test(address) && isIP(bare) === 4) return [invalid(path, address, 'must not have leading 0s')];
  return [invalid(path, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

/** Whether it is one of IPv4 in the form of the other. */
function isMapped(address: string): boolean {
  return isIP(address) === 6 && new URL(`http://[${address}]`).hostname.startsWith('[::ffff:');
}

function textsOf(value: DraftValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
