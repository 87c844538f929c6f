// Stands in the way of what the server answers, and decides what of it comes through.
import type { ServerResponse } from 'node:http';

/** What is left of the way to the client. */
export interface Wire {
  send(bytes: Buffer): void;
  /** Ends the answer in order. */
  end(): void;
  /** Sends what was sent so far, and closes the connection in the middle of the answer. */
  cut(): void;
}

/** Hears of what the server writes. What it does not pass on is lost. */
export interface BodyFilter {
  /** The headers are written, and nothing else yet. */
  start?(wire: Wire): void;
  chunk(bytes: Buffer, wire: Wire): void;
  /** The server has written everything. Default: the answer ends. */
  end?(wire: Wire): void;
}

/** Filters the body of an answer that has not begun yet. Several filters make a chain: the last one added is asked first. */
export function filterBody(response: ServerResponse, filter: BodyFilter): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flushHeaders = response.flushHeaders.bind(response);
  let over = false;
  const wire: Wire = {
    send: bytes => void (over || write(bytes)),
    end: () => {
      if (!over) end();
      over = true;
    },
    cut: () => {
      over = true;
      response.socket?.destroySoon();
    },
  };
  const take = (chunk: unknown, encoding: unknown): void => {
    if (over || chunk === undefined || chunk === null || typeof chunk === 'function') return;
    filter.chunk(bytesOf(chunk as string | Uint8Array, encoding), wire);
  };
  response.flushHeaders = () => {
    flushHeaders();
    filter.start?.(wire);
  };
  response.write = (chunk: unknown, encoding?: unknown) => {
    take(chunk, encoding);
    return !response.writableNeedDrain;
  };
  response.end = (chunk?: unknown, encoding?: unknown) => {
    take(chunk, encoding);
    if (!over) (filter.end ?? wire.end)(wire);
    return response;
  };
}

/** Filters the events of a watch, one line each, and bookmarks among them. A watch that is refused has none: that comes through. */
export function filterEvents(
  response: ServerResponse,
  filter: Omit<BodyFilter, 'chunk'> & { event(line: Buffer, wire: Wire): void },
): void {
  let rest = Buffer.alloc(0);
  const isRefused = () => response.statusCode !== 200;
  filterBody(response, {
    ...filter,
    end: wire => (isRefused() || filter.end === undefined ? wire.end() : filter.end(wire)),
    chunk(bytes, wire) {
      if (isRefused()) return wire.send(bytes);
      rest = Buffer.concat([rest, bytes]);
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        const line = rest.subarray(0, end + 1);
        rest = rest.subarray(end + 1);
        filter.event(line, wire);
      }
    },
  });
}

const NEWLINE = 0x0a;

function bytesOf(chunk: string | Uint8Array, encoding: unknown): Buffer {
  if (typeof chunk !== 'string') return Buffer.from(chunk);
  return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
}
