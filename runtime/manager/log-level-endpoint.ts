// An endpoint for the machine itself, where the levels of the log are asked for and changed.
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type HttpAnswer, HttpRunnable } from '../http/http-runnable.js';
import { answerLevel } from '../log/level-answer.js';
import type { LogControl } from '../log/log-level.js';
import type { ManagerPart } from './manager-context.js';

export interface LogLevelEndpointOptions {
  /** The logger that `createLogger` has made. */
  readonly log: LogControl;
  /** 0 takes a free port. */
  readonly port: number;
}

/** A part of a manager that tells where it listens. */
export interface LogLevelEndpoint extends ManagerPart {
  /** The port; undefined while it does not listen. */
  readonly port: number | undefined;
}

/** More is no list of levels. */
const LONGEST_BODY = 4096;
const PATH = '/log-level';

/**
 * Serves `/log-level` on 127.0.0.1, so that it is reached from inside the Pod and through `kubectl port-forward` alone:
 * `curl localhost:6060/log-level` answers the levels, `curl -X PUT -d info,cache=debug localhost:6060/log-level` sets them.
 */
export function logLevelEndpoint({ log, port }: LogLevelEndpointOptions): LogLevelEndpoint {
  const server = new HttpRunnable({
    name: 'log level endpoint',
    port,
    host: '127.0.0.1',
    hint: ' with the option port of logLevelEndpoint()',
    answer: request => answer(request, log),
  });
  return {
    get port() {
      return server.address?.port;
    },
    addTo: manager => manager.addRunnable('servers', server),
  };
}

async function answer(request: IncomingMessage, log: LogControl): Promise<HttpAnswer> {
  // A page in a browser on this machine may have a name of its own resolved to this address.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
    return { status: 403, body: 'ask localhost or 127.0.0.1\n' };
  }
  if (request.url !== PATH) return { status: 404, body: `there is ${PATH}\n` };
  if (Number(request.headers['content-length'] ?? 0) > LONGEST_BODY || 'transfer-encoding' in request.headers) {
    return { status: 413, body: `a body has a length, of ${LONGEST_BODY} bytes at most\n` };
  }
  try {
    const answer = answerLevel(log, request.method, await text(request));
    return answer.status === 405 ? { ...answer, headers: { allow: 'GET, HEAD, PUT' } } : answer;
  } catch {
    return { status: 400, body: 'the body ended too early\n' };
  }
}
