// The HTTP server of the health endpoints, which the kubelet probes.
import type { IncomingMessage } from 'node:http';
import { type HttpAnswer, HttpRunnable } from '../http/http-runnable.js';
import type { HealthChecks } from './health-checks.js';

/** Where the health endpoints listen. */
export interface HealthProbeOptions {
  /** Default 8081; 0 takes a free port. */
  readonly port?: number;
  /** The address of the interface; default: all of them, because the kubelet probes the Pod's address. */
  readonly host?: string;
}

interface Endpoints {
  readonly healthz: HealthChecks;
  readonly readyz: HealthChecks;
}

/** Serves `/healthz` and `/readyz`, with `?verbose` and `?exclude=name`, and each check alone as `/readyz/name`. */
export class HealthServer extends HttpRunnable {
  constructor({ port = 8081, host }: HealthProbeOptions, endpoints: Endpoints) {
    super({
      name: 'health endpoints',
      port,
      host,
      hint: ', or false for no health endpoints, with the option healthProbe of new Manager() or --health-probe-bind-address',
      answer: request => answer(request, { ...endpoints }),
    });
  }
}

async function answer(
  { method, url = '/' }: IncomingMessage,
  endpoints: Readonly<Record<string, HealthChecks>>,
): Promise<HttpAnswer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, body: 'GET or HEAD only\n', headers: { allow: 'GET, HEAD' } };
  }
  // Not by `new URL`, which throws at paths that anybody can send.
  const [path = '', query] = url.split('?', 2);
  const [, endpoint = '', check] = path.split('/', 3);
  const checks = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
  if (checks === undefined) return { status: 404, body: 'there are /healthz and /readyz\n' };
  if (check !== undefined && check !== '') return checks.answerOne(check);
  const searchParams = new URLSearchParams(query);
  return checks.answer({ verbose: searchParams.has('verbose'), exclude: searchParams.getAll('exclude') });
}
