// Where the debug endpoints listen.

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

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** @throws RangeError, TypeError for what cannot be, or would let others in */
export function checkDebugOptions({ port, host = '127.0.0.1' }: DebugOptions): Required<DebugOptions> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`debug.port is a whole number from 0 to 65535, not ${String(port)}`);
  }
  if (!LOOPBACK.test(host)) {
    throw new TypeError(
      `debug.host is 127.0.0.1, ::1 or localhost, not ${JSON.stringify(host)}: the debug endpoints show what the operator knows to whoever asks; use kubectl port-forward`,
    );
  }
  return { port, host };
}
