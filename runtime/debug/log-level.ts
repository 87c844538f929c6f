// The levels of the log over HTTP.
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpAnswer } from '../http/http-runnable.js';
import { answerLevel } from '../log/level-answer.js';
import type { LogControl } from '../log/log-level.js';

/** More is no list of levels. */
const LONGEST_BODY = 4096;

/** `GET` answers the levels, `PUT` sets all of them to what the body says. */
export async function answerLogLevel(request: IncomingMessage, log: LogControl): Promise<HttpAnswer> {
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
