// An endpoint for the machine itself, where the levels of the log are asked for and changed.
import type { IncomingMessage } from 'node:http';
import { answerLogLevel } from '../debug/log-level.js';
import { foreignRequest } from '../http/foreign-request.js';
import { type HttpAnswer, HttpRunnable } from '../http/http-runnable.js';
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
  const refusal = foreignRequest(request);
  if (refusal !== undefined) return refusal;
  if (request.url !== PATH) return { status: 404, body: `there is ${PATH}\n` };
  return answerLogLevel(request, log);
}
