// Where a server listens, as Go writes it.

/** An address to listen on; without a host all interfaces. */
export interface BindAddress {
  readonly host?: string;
  readonly port: number;
}

/**
 * `:8443`, `127.0.0.1:8443`, `[::1]:8443`, `localhost:0`; `0` for no server at all.
 * @throws Error that says what may be
 */
export function parseBindAddress(text: string): BindAddress | false {
  if (text === '0') return false;
  const [, ipv6, name, digits = ''] = ADDRESS.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== '' && port <= 65_535) {
    const host = ipv6 ?? name ?? '';
    return host === '' ? { port } : { host, port };
  }
  const meant = /^\d+$/.test(text) && Number(text) <= 65_535 ? ` (:${text}?)` : '';
  throw new Error(`it is to be an address such as :8443, 127.0.0.1:8443 or [::1]:8443, or 0 for none${meant}`);
}

const ADDRESS = /^(?:\[([\da-fA-F:.]+(?:%[\w.-]+)?)\]|([\w.-]*)):(\d{1,5})$/;

/** `:8443`, `[::1]:8443`. */
export function bindAddressText({ host = '', port }: BindAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether one of two servers could not listen. */
export function collide(one: BindAddress, other: BindAddress): boolean {
  if (one.port === 0 || one.port !== other.port) return false;
  return isEverywhere(one) || isEverywhere(other) || one.host?.toLowerCase() === other.host?.toLowerCase();
}

function isEverywhere({ host }: BindAddress): boolean {
  return host === undefined || host === '::' || host === '0.0.0.0';
}
