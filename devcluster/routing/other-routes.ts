// Answers what is not about resources: discovery, OpenAPI, health, the version.
import type { IncomingHttpHeaders } from 'node:http';
import { aggregatedDiscovery, aggregatedType } from '../discovery/aggregated.js';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from '../discovery/legacy.js';
import type { SubresourcesOf } from '../discovery/subresources.js';
import { VERSION } from '../discovery/version.js';
import type { NotModelled } from '../endpoints/not-modelled.js';
import { type Answer, PAGE_NOT_FOUND, textAnswer } from '../http/answer.js';
import { ANSWERS, negotiated } from '../http/negotiation.js';
import { noSuchResource, notAcceptable } from '../object/refusals.js';
import type { OpenApiDocuments } from '../openapi/openapi-documents.js';
import { OPENAPI_V2_MEDIA_TYPE, OPENAPI_V2_STUB } from '../openapi/v2-stub.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';

/** By path. */
export class OtherRoutes {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly subresourcesOf: SubresourcesOf,
    private readonly documents: OpenApiDocuments,
    private readonly notModelled: readonly NotModelled[],
  ) {}

  /** @throws StatusError 404 */
  answer(path: string, query: URLSearchParams, { accept, host = '' }: IncomingHttpHeaders): Answer {
    const parts = path.replace(/\/$/, '').slice(1).split('/');
    const [first = '', second = '', third = '', ...rest] = parts;
    if (parts.slice(0, -1).includes('')) return PAGE_NOT_FOUND;
    if (HEALTH.includes(first)) return health(first, second, query);
    switch (first) {
      case '':
        return { code: 200, body: { paths: PATHS }, pretty: true };
      case 'version':
        return { code: 200, body: VERSION, pretty: true };
      case 'openapi':
        return this.#openApi([second, third, ...rest].filter(part => part !== '').join('/'), query);
      case 'kubewright':
        return second === 'not-modelled' ? { code: 200, body: { notModelled: this.notModelled } } : PAGE_NOT_FOUND;
      case 'api':
        if (third !== '') return PAGE_NOT_FOUND;
        return second === '' ? this.#root(true, accept, host) : this.#resources('', second);
      case 'apis':
        if (rest.length > 0) return PAGE_NOT_FOUND;
        if (second === '') return this.#root(false, accept, host);
        return third === '' ? this.#group(second) : this.#resources(second, third);
      default:
        return PAGE_NOT_FOUND;
    }
  }

  #root(core: boolean, accept: string | undefined, host: string): Answer {
    const contentType = aggregatedType(accept);
    if (contentType === undefined) {
      const { form } = negotiated(accept);
      if (form !== 'object') throw notAcceptable(ANSWERS);
      const body = core ? apiVersions(host) : apiGroupList(this.registry);
      return { code: 200, body };
    }
    const body = aggregatedDiscovery(this.registry, this.subresourcesOf, core, contentType);
    return { code: 200, body, contentType, tagged: true };
  }

  #group(name: string): Answer {
    const body = apiGroup(this.registry, name);
    return body === undefined ? PAGE_NOT_FOUND : { code: 200, body };
  }

  #resources(group: string, version: string): Answer {
    const body = apiResourceList(this.registry, this.subresourcesOf, group, version);
    if (body !== undefined) return { code: 200, body };
    // Built-in groups say with a Status that there is no such version, others as if nothing had ever been there.
    if (this.registry.all().some(type => type.group === group && !type.custom)) throw noSuchResource();
    return PAGE_NOT_FOUND;
  }

  #openApi(path: string, query: URLSearchParams): Answer {
    if (path === 'v2') {
      return {
        code: 200,
        body: Buffer.from(OPENAPI_V2_STUB),
        contentType: OPENAPI_V2_MEDIA_TYPE,
        headers: REVALIDATED,
        tagged: true,
      };
    }
    if (path === 'v3') return { code: 200, body: this.documents.index(), headers: REVALIDATED, tagged: true };
    const document = path.startsWith('v3/') ? this.documents.document(path.slice('v3/'.length)) : undefined;
    if (document === undefined) return PAGE_NOT_FOUND;
    const hash = query.get('hash');
    if (hash !== null && hash !== document.hash) {
      const headers = { ...REVALIDATED, Location: `/openapi/${path}?hash=${document.hash}` };
      return { code: 301, body: document.body, headers, tagged: true };
    }
    // A document is kept for ever by its hash; without one it may change.
    const headers = hash === null ? REVALIDATED : { 'Cache-Control': 'public, immutable' };
    return { code: 200, body: document.body, headers, tagged: true };
  }
}

/** Clients ask for it with an `@` where this has a dot, which is no media type. */
const REVALIDATED = { 'Cache-Control': 'no-cache, private' };

const HEALTH = ['healthz', 'livez', 'readyz'];
const PATHS = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'];

function health(name: string, check: string, query: URLSearchParams): Answer {
  if (check !== '' && check !== 'ping') return PAGE_NOT_FOUND;
  const verbose = query.has('verbose');
  // A check by itself is written by another hand than all of them.
  if (check !== '' && !verbose) return { code: 200, body: 'ok', contentType: 'text/plain; charset=utf-8' };
  return textAnswer(200, verbose ? `[+]ping ok\n${name} check passed\n` : 'ok');
}
