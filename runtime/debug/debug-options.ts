// Where the debug endpoints listen.
import { isLoopback } from '../http/loopback.js';

/** The option `debug` of the manager. */
export interface DebugOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /**
   * An address of the machine itself: `127.0.0.1`, which is the default, `::1` or `localhost`. Others are refused: the
   * endpoints show what the operator knows to whoever asks.
   */
  readonly host?: string;
}

/** @throws RangeError, TypeError for what cannot be, or would let others in */
export function checkDebugOptions({ port, host = '127.0.0.1' }: DebugOptions): Required<DebugOptions> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`debug.port is a whole number from 0 to 65535, not ${String(port)}`);
  }
  if (!isLoopback(host)) {
    throw new TypeError(
      `debug.host is 127.0.0.1, ::1 or localhost, not ${JSON.stringify(host)}: the debug endpoints show what the operator knows to whoever asks; use kubectl port-forward`,
    );
  }
  return { port, host };
}
