// Ctrl-C and the signals that come to the same.

/** Until `forget` is called. */
export interface StopSignals {
  /** Aborts at the first signal. */
  readonly stop: AbortSignal;
  /** Aborts at the second one: whoever sends it does not want to wait. */
  readonly hurry: AbortSignal;
  /** Lets signals end the process again. */
  forget(): void;
}

/** npm passes on what a terminal has sent to all of its processes: two signals within this time are one press of a key. */
const ONE_PRESS = 300;

export function stopSignals(): StopSignals {
  const stopping = new AbortController();
  const hurrying = new AbortController();
  let first = 0;
  const onSignal = (): void => {
    if (!stopping.signal.aborted) {
      first = performance.now();
      stopping.abort();
    } else if (performance.now() - first > ONE_PRESS) {
      hurrying.abort();
    }
  };
  const orphaned = startedByScript(process.env) ? watchParent(() => stopping.abort()) : undefined;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stop: stopping.signal,
    hurry: hurrying.signal,
    forget() {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** Milliseconds between looks at who the parent is. */
const LOOK = 500;

/**
 * Whether npx, or a script of package.json that does nothing else, has started this. SIGTERM ends their shell and goes no
 * further, which is then the only sign. A script that leaves this in the background ends its shell, too, and means to.
 */
export function startedByScript({ npm_lifecycle_script: script = '' }: NodeJS.ProcessEnv): boolean {
  return /^['"]?kubewright(?![\w-])/.test(script) && !/[&|;]/.test(script);
}

function watchParent(onGone: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, LOOK);
  return timer.unref();
}
