// Leads a request for a resource to the endpoint that answers it.
import type { ServerResponse } from 'node:http';
import type { Subresource, SubresourcesOf } from '../discovery/subresources.js';
import type { ApiAnswer, ApiRequest } from '../endpoints/api-request.js';
import type { BindingEndpoint } from '../endpoints/binding.js';
import type { EvictionEndpoint } from '../endpoints/eviction.js';
import { listOptions, truth } from '../endpoints/list-options.js';
import type { PatchEndpoint } from '../endpoints/patch.js';
import { Presentation } from '../endpoints/presentation.js';
import type { ReadEndpoint } from '../endpoints/read.js';
import type { ReviewEndpoint } from '../endpoints/reviews.js';
import type { ScaleEndpoint } from '../endpoints/scale.js';
import type { WatchEndpoint } from '../endpoints/watch.js';
import type { WriteEndpoint } from '../endpoints/write.js';
import { methodNotAllowed, methodNotSupported, noSuchResource, notFound, notModelled } from '../object/refusals.js';
import type { ResourceVerb } from '../registry/resource-type.js';

/** What answers. */
export interface Endpoints {
  readonly read: ReadEndpoint;
  readonly write: WriteEndpoint;
  readonly patch: PatchEndpoint;
  readonly watch: WatchEndpoint;
  readonly scale: ScaleEndpoint;
  readonly bindings: BindingEndpoint;
  readonly evictions: EvictionEndpoint;
  readonly reviews: ReviewEndpoint;
}

/** An answer in the form that was asked for; undefined once the answer has been streamed. */
export interface RoutedAnswer extends ApiAnswer {
  readonly mediaType: Presentation['mediaType'];
}

/** By verb and subresource. */
export class ResourceRoutes {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly subresourcesOf: SubresourcesOf,
    private readonly now: () => number,
  ) {}

  /** @throws StatusError */
  async answer(request: ApiRequest, watchPath: boolean, response: ServerResponse): Promise<RoutedAnswer | undefined> {
    const streams = watchPath || (request.method === 'GET' && request.name === '' && truth(request.query, 'watch'));
    const presentation = new Presentation(request.type, request, this.now, streams === true);
    const answer =
      request.subresource === ''
        ? await this.#resource(request, presentation, watchPath, response)
        : await this.#subresource(request, presentation);
    return answer && { ...answer, mediaType: presentation.mediaType };
  }

  async #resource(
    request: ApiRequest,
    presentation: Presentation,
    watchPath: boolean,
    response: ServerResponse,
  ): Promise<ApiAnswer | undefined> {
    const { type, name, method } = request;
    const { read, write, patch, watch, reviews } = this.endpoints;
    if (!type.custom && !hasPath(request)) throw noSuchResource();
    const verb = verbOf(method, name !== '');
    // A create is refused by a definition that goes, which needs the name.
    const known = verb !== undefined && (type.verbs.includes(verb) || type.terminating === true);
    if (!known || misplaced(request, verb)) {
      throw refusedMethod(request, verb);
    }
    switch (verb) {
      case 'get':
        if (!watchPath) return read.get(request, presentation);
        await watch.watch(named(request), listOptions(named(request).query, true), presentation, response);
        return undefined;
      case 'list': {
        const options = listOptions(request.query, watchPath);
        if (!options.watch) return read.list(request, options, presentation);
        await watch.watch(request, options, presentation, response);
        return undefined;
      }
      case 'create':
        if (reviews.answers(type)) return reviews.create(request);
        if (type.group === '' && type.resource === 'bindings') return this.endpoints.bindings.createBinding(request);
        if (!type.verbs.includes('get')) throw notModelled(`the resource ${type.resource}`);
        return write.create(request, presentation);
      case 'update':
        return write.update(request, presentation);
      case 'patch':
        return patch.patch(request, presentation);
      case 'delete':
        return write.delete(request, presentation);
      default:
        return write.deleteCollection(request, presentation);
    }
  }

  async #subresource(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type, subresource, method } = request;
    const { read, write, patch, scale, bindings, evictions, reviews } = this.endpoints;
    const known = this.subresourcesOf(type).find(({ name }) => name === subresource);
    if (known === undefined) throw type.custom ? notFound(type, request.name) : noSuchResource();
    const verb = verbOf(method, true, known);
    if (verb === undefined || !known.verbs.includes(verb)) throw refusedMethod(request, verb);
    switch (`${subresource} ${verb}`) {
      case 'status get':
        return read.get(request, presentation);
      case 'status update':
      case 'finalize update':
        return write.update(request, presentation);
      case 'status patch':
        return patch.patch(request, presentation);
      case 'scale get':
        return scale.get(request);
      case 'scale update':
        return scale.update(request);
      case 'scale patch':
        return scale.patch(request);
      case 'binding create':
        return bindings.bind(request);
      case 'eviction create':
        return evictions.evict(request);
      case 'token create':
        return reviews.token(request);
      default:
        // What does not run says nothing; what is not there cannot even do that.
        await read.get(request, presentation);
        throw notModelled(`the subresource ${subresource} of ${type.resource}`);
    }
  }
}

function refusedMethod({ type }: ApiRequest, verb: ResourceVerb | undefined): Error {
  return type.custom && verb !== undefined ? methodNotSupported(type, verb) : methodNotAllowed();
}

function verbOf(method: string, isNamed: boolean, subresource?: Subresource): ResourceVerb | undefined {
  switch (method) {
    case 'GET':
      return isNamed ? 'get' : 'list';
    case 'POST':
      return isNamed && subresource === undefined ? undefined : 'create';
    case 'PUT':
      return isNamed ? 'update' : undefined;
    case 'PATCH':
      return isNamed ? 'patch' : undefined;
    case 'DELETE':
      return isNamed ? 'delete' : 'deletecollection';
    default:
      return undefined;
  }
}

/** Whether anything can be asked there: of objects in their scope, if there are any, and of lists of any namespace. */
function hasPath({ type, namespace, name }: ApiRequest): boolean {
  if (name === '') return type.namespaced || namespace === '';
  return type.namespaced === (namespace !== '') && type.verbs.includes('get');
}

/** Namespaced objects are written in their namespace only. */
function misplaced({ type, namespace, name }: ApiRequest, verb: ResourceVerb): boolean {
  if (type.namespaced === (namespace !== '')) return false;
  return !(type.namespaced && name === '' && (verb === 'list' || verb === 'watch'));
}

function named(request: ApiRequest): ApiRequest {
  const query = new URLSearchParams(request.query);
  query.set('fieldSelector', `metadata.name=${request.name}`);
  return { ...request, query };
}
