// Reads the body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';
import type { WebhookProblem } from './webhook-endpoint.js';

/** What was sent, or why it is of no use; undefined when it did not come as a whole: too slowly, or the sender went away. */
export interface ReceivedBody {
  /** Of what is too large, the start. */
  readonly body: Buffer;
  readonly problem?: WebhookProblem;
}

/**
 * Never rejects. What is beyond the limit is read and thrown away, so that the sender gets to see the answer; the server's
 * timeout ends that. When the signal aborts, what is there by then is all.
 */
export function receiveBody(
  request: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): Promise<ReceivedBody | undefined> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) end({ body: chunks[0] ?? chunk, problem: tooLarge(limit) });
    };
    const onEnd = (): void => {
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
      const problem = problemOf(request, size);
      end({ body, ...(problem && { problem }) });
    };
    const onClose = (): void => end(undefined);
    const end = (received: ReceivedBody | undefined): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      signal.removeEventListener('abort', onClose);
      request.resume();
      resolve(received);
    };
    // Errors are followed by a close; without a listener they would end the process.
    request.on('error', () => {});
    request.on('data', onData).on('end', onEnd).on('close', onClose);
    signal.addEventListener('abort', onClose, { once: true });
  });
}

function problemOf({ headers }: IncomingMessage, size: number): WebhookProblem | undefined {
  if (size === 0) return { code: 400, message: 'the body is empty' };
  const type = headers['content-type'] ?? '';
  if (/^application\/json *(;|$)/i.test(type)) return undefined;
  return { code: 400, message: `the body must be application/json, not ${JSON.stringify(type.slice(0, 80))}` };
}

function tooLarge(limit: number): WebhookProblem {
  return { code: 413, message: `the body is larger than ${limit} bytes` };
}
