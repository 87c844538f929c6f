// The process's wish to stop, as an AbortSignal.

let shutdown: AbortController | undefined;

/**
 * Aborts when the process is asked to stop (SIGINT, SIGTERM). A second request while it is stopping ends the process
 * with status 1 at once, as in controller-runtime. Every call returns the same signal.
 */
export function shutdownSignal(): AbortSignal {
  if (shutdown === undefined) {
    const controller = new AbortController();
    shutdown = controller;
    const onSignal = (name: NodeJS.Signals): void => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(new Error(name));
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  }
  return shutdown.signal;
}
