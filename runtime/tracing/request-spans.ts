// The spans of requests to the API server, by the conventions of OpenTelemetry for clients of HTTP.
import type { Attributes, Tracer } from '@opentelemetry/api';
import { markFailed } from './span-error.js';
import type { RequestSpan, TracedRequest } from './tracing.js';
import { urlTemplate } from './url-template.js';

/** Under this name SDKs look whether something is not to be traced. */
const SUPPRESS_TRACING = 'OpenTelemetry SDK Context Key SUPPRESS_TRACING';

/** Begins the span of a request, below the span that is active. It ends with the headers of the answer. */
export function beginRequest(
  api: typeof import('@opentelemetry/api'),
  tracer: Tracer,
  request: TracedRequest,
  propagate: boolean,
): RequestSpan {
  const { SpanKind, SpanStatusCode, context, createContextKey, propagation, trace } = api;
  const template = urlTemplate(request.path);
  const span = tracer.startSpan(`${request.method} ${template}`, {
    kind: SpanKind.CLIENT,
    attributes: attributesOf(request, template),
  });
  const inside = trace.setSpan(context.active(), span);
  return {
    send: work => {
      const headers: Record<string, string> = {};
      if (propagate) propagation.inject(inside, headers);
      return context.with(inside.setValue(createContextKey(SUPPRESS_TRACING), true), () => work(headers));
    },
    answered: status => {
      span.setAttribute('http.response.status_code', status);
      if (status >= 400) {
        span.setAttribute('error.type', String(status));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
    failed: error => {
      markFailed(api, span, error);
      span.end();
    },
  };
}

function attributesOf({ method, server, path, query, resends }: TracedRequest, template: string): Attributes {
  const { protocol, hostname, port } = server;
  const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
  return {
    'http.request.method': method,
    'url.full': `${server.origin}${path}${query === undefined ? '' : `?${query}`}`,
    'url.template': template,
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    ...(resends > 0 && { 'http.request.resend_count': resends }),
    ...(namespace !== undefined && { 'k8s.namespace.name': namespace }),
  };
}
