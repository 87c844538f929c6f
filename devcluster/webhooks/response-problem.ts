// What is wrong with an answer over HTTP, whatever is in it, in the words of Kubernetes' client library.
import { goQuote } from '../../schema/go-text.js';
import type { Answer } from './exchange.js';

const LONGEST_TEXT = 2048;

/** Undefined when its body is worth reading. */
export function responseProblem({
  status,
  contentType,
  body,
}: Pick<Answer, 'status' | 'contentType' | 'body'>): string | undefined {
  if (status >= 200 && status <= 206) {
    const type = contentType === '' ? 'application/json' : contentType;
    return body.length > 0 ? undefined : `0-length response with status code: ${status} and content type: ${type}`;
  }
  const told = statusMessage(body);
  if (told !== undefined) return told;
  const isText = contentType === '' || contentType.startsWith('text/');
  const said = isText ? body.subarray(0, LONGEST_TEXT).toString().trim() : 'unknown';
  const known = BY_STATUS[status];
  if (known !== undefined) return known === 'said' ? said : known;
  if (status >= 500) return `an error on the server (${goQuote(said)}) has prevented the request from succeeding`;
  return `the server responded with the status code ${status} but did not return more information`;
}

/** `said` where the answer itself says it. */
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  403: 'said',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  406: 'said',
  409: 'the server reported a conflict',
  415: 'said',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};

/** What a server says of itself, if it speaks as an API server does. */
function statusMessage(body: Buffer): string | undefined {
  try {
    const { kind, status, message } = JSON.parse(body.toString()) as Record<string, unknown>;
    return kind === 'Status' && status === 'Failure' && typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
