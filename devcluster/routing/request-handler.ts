// Takes a request from the listener through all layers, and answers it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from '../authentication/authenticate.js';
import type { TokenAuthenticator } from '../authentication/token-authenticator.js';
import { joinedSignal } from '../bounds/joined-signal.js';
import type { ApiRequest } from '../endpoints/api-request.js';
import { PAGE_NOT_FOUND, sendAnswer } from '../http/answer.js';
import { refuseForeignPage } from '../http/foreign-page.js';
import { negotiated } from '../http/negotiation.js';
import { requestBody } from '../http/request-body.js';
import { type RequestInfo, requestInfo } from '../http/request-info.js';
import { requestTarget } from '../http/request-target.js';
import { methodNotAllowed, noSuchResource } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { OtherRoutes } from './other-routes.js';
import type { ResourceRoutes } from './resource-routes.js';

export interface RequestHandlerOptions {
  readonly registry: ResourceRegistry;
  readonly resources: ResourceRoutes;
  readonly others: OtherRoutes;
  readonly tokens: TokenAuthenticator;
  /** Aborts when the server stops: watches end then. */
  readonly stopped: AbortSignal;
  /** Hears of what should not have happened. */
  readonly report: (error: unknown) => void;
}

type ResourceInfo = Extract<RequestInfo, { kind: 'resource' }>;

/** Without a reason of its own, each abort would make an error with a stack, at the end of every request. */
const GONE = 'the response is closed';

/** Answers every request, whatever it is. */
export class RequestHandler {
  constructor(private readonly options: RequestHandlerOptions) {}

  /** Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const warnings = new Set<string>();
    try {
      await this.#answer(request, response, warnings);
    } catch (error) {
      await this.#refuse(request, response, error, [...warnings]);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, warnings: Set<string>): Promise<void> {
    refuseForeignPage(request);
    const { path, query } = requestTarget(request.url ?? '/');
    const info = requestInfo(path);
    const user = authenticate(request, this.options.tokens);
    if (info.kind === 'other') {
      const answer = this.options.others.answer(path, query, request.headers);
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads && answer !== PAGE_NOT_FOUND && !isGroupDocument(path)) throw methodNotAllowed();
      await sendAnswer(request, response, { pretty: isForPeople(request), ...answer });
      return;
    }
    const type = this.options.registry.get(info.group, info.version, info.resource);
    if (type === undefined) {
      if (this.#isBuiltin(info)) throw noSuchResource();
      await sendAnswer(request, response, PAGE_NOT_FOUND);
      return;
    }
    if (type.deprecationWarning !== undefined) warnings.add(type.deprecationWarning);
    if (info.rest.length > 0 && info.subresource !== 'proxy') throw noSuchResource();
    const apiRequest: ApiRequest = {
      method: request.method ?? 'GET',
      type,
      ...place(info, type.namespaced),
      query,
      headers: request.headers,
      user,
      signal: endOf(response, this.options.stopped),
      body: () => requestBody(request),
      warn: text => warnings.add(text),
    };
    const answer = await this.options.resources.answer(apiRequest, info.watch, response);
    if (answer === undefined) return;
    const form = { contentType: answer.mediaType, pretty: isForPeople(request) };
    await sendAnswer(request, response, { ...answer, ...form }, [...warnings]);
  }

  /** Built-in groups say with a Status that there is no such resource, others as if nothing had ever been there. */
  #isBuiltin({ group }: ResourceInfo): boolean {
    return this.options.registry.all().some(type => type.group === group && !type.custom);
  }

  async #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
    warnings: readonly string[],
  ): Promise<void> {
    if (response.headersSent) {
      this.options.report(error);
      response.destroy();
      return;
    }
    const refusal = error instanceof StatusError ? error : this.#unexpected(error);
    const retryAfter = refusal.details?.retryAfterSeconds;
    // What is left of a body that nobody wants would be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    await sendAnswer(
      request,
      response,
      {
        code: refusal.code,
        body: refusal.toStatus(),
        contentType: statusMediaType(request),
        pretty: isForPeople(request),
        ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
      },
      warnings,
    );
  }

  #unexpected(error: unknown): StatusError {
    this.options.report(error);
    const why = error instanceof Error ? error.message : String(error);
    return new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, {
      causes: [{ reason: 'InternalError', message: why }],
    });
  }
}

/** Aborts when nobody listens any more, or the server stops. */
function endOf(response: ServerResponse, stopped: AbortSignal): AbortSignal {
  const end = joinedSignal(stopped);
  response.once('close', () => {
    end.release();
    end.abort(GONE);
  });
  return end.signal;
}

/** The API server does not look at the method where it tells of groups. */
function isGroupDocument(path: string): boolean {
  return /^\/apis(\/[^/]+)?\/?$/.test(path);
}

/** A Namespace is in the path of what is about itself, too. */
function place({ namespace, inNamespace, name, subresource }: ResourceInfo, namespaced: boolean) {
  return { namespace: namespaced || inNamespace ? namespace : '', name, subresource };
}

/** Whether JSON is to be indented: who asks with a browser or with curl gets it without asking, as of the API server. */
function isForPeople({ url = '', headers }: IncomingMessage): boolean {
  const asked = /[?&]pretty(?:=([^&]*))?(?:&|$)/.exec(url);
  if (asked !== null) return !['false', '0'].includes((asked[1] ?? '').toLowerCase());
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

function statusMediaType({ headers }: IncomingMessage): string {
  try {
    return negotiated(headers.accept).mediaType;
  } catch {
    return 'application/json';
  }
}
