// An operator of a test's own, as users make it: a manager with controllers.
import { type Client, controller, Manager, type ManagerOptions } from 'kubewright';
import { onTestFinished } from 'vitest';
import type { Clock } from '../runtime/clock/clock.js';
import { RecordedLog } from './recorded-log.js';

interface RunOptions extends Pick<ManagerOptions, 'cache' | 'cacheSyncTimeout' | 'gracefulShutdownTimeout'> {
  readonly client: Client;
  readonly namespace: string;
  readonly clock?: Clock;
}

/** Runs an operator of these reconcilers, in one namespace, until the test ends. */
export function runOperator(
  { namespace, ...options }: RunOptions,
  ...reconcilers: readonly Parameters<typeof controller>[0][]
): { readonly ended: Promise<void>; readonly log: RecordedLog } {
  const log = new RecordedLog();
  const manager = new Manager({ ...options, name: 'test-operator', log, namespaces: [namespace], healthProbe: false });
  for (const reconciler of reconcilers) manager.add(controller(reconciler));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  onTestFinished(async () => {
    stopping.abort();
    await ended.catch(() => {});
  });
  return { ended, log };
}
