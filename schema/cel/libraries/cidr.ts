// Ranges of IP addresses, as Kubernetes adds them to CEL.
import type { Library } from './library.js';

export const CIDR: Library = {
  cidr: {
    string_to_cidr: '(string) -> net.CIDR',
  },
  containsCIDR: {
    cidr_contains_cidr_string: 'net.CIDR.(string) -> bool',
    cidr_contains_cidr: 'net.CIDR.(net.CIDR) -> bool',
  },
  containsIP: {
    cidr_contains_ip_string: 'net.CIDR.(string) -> bool',
    cidr_contains_ip_ip: 'net.CIDR.(net.IP) -> bool',
  },
  ip: {
    cidr_ip: 'net.CIDR.() -> net.IP',
  },
  isCIDR: {
    is_cidr: '(string) -> bool',
  },
  masked: {
    cidr_masked: 'net.CIDR.() -> net.CIDR',
  },
  prefixLength: {
    cidr_prefix_length: 'net.CIDR.() -> int',
  },
  string: {
    cidr_to_string: '(net.CIDR) -> string',
  },
};
