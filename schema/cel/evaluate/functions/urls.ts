// URLs.
import { ValueList } from '../list.js';
import { ValueMap } from '../map.js';
import { Failure, NO_SUCH_OVERLOAD, Opaque, type Value } from '../value.js';
import type { Implementations } from './implementation.js';
import { escapedPath, parseUrl, queryOf, type Url } from './parse-url.js';

export class UrlValue extends Opaque {
  override readonly typeName = 'kubernetes.URL';
  constructor(readonly url: Url) {
    super();
  }

  override equals(other: Value): boolean | Failure {
    if (!(other instanceof UrlValue)) return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
    const shown = ({ url }: UrlValue) =>
      JSON.stringify([url.scheme, url.opaque, url.host, escapedPath(url), url.query, url.emptyQuery, url.fragment]);
    return shown(this) === shown(other);
  }
}

function read(text: string): UrlValue | Failure {
  const url = parseUrl(text);
  if (typeof url !== 'string') return new UrlValue(url);
  return new Failure(`URL parse error during conversion from string: ${url}`);
}

/** Without the port, and without the brackets of an address. */
function hostnameOf({ host }: Url): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  return bracketed?.[1] ?? host.replace(/:\d*$/, '');
}

export const URLS: Implementations = {
  string_to_url: read,
  is_url_string: (text: string) => typeof parseUrl(text) !== 'string',
  url_get_scheme: ({ url }: UrlValue) => url.scheme,
  url_get_host: ({ url }: UrlValue) => url.host,
  url_get_hostname: ({ url }: UrlValue) => hostnameOf(url),
  url_get_port: ({ url }: UrlValue) => /:(\d*)$/.exec(url.host)?.[1] ?? '',
  url_get_escaped_path: ({ url }: UrlValue) => escapedPath(url),
  url_get_query: ({ url }: UrlValue) => {
    const made = new ValueMap();
    for (const [name, values] of queryOf(url)) made.set(name, new ValueList([...values]));
    return made;
  },
};
