// What nobody has caught ends the process, and the log says why.
import type { Logger } from './logger.js';

const guarded = new WeakSet<Logger>();

/**
 * From now on an exception that nobody catches, and a rejection that nobody waits for, is a fatal line of this log, and the
 * process ends with status 1. Without it Node ends the process too, but prints a stack on standard error, where no reader
 * of the log finds it. Called again with the same logger it does nothing.
 *
 * Rejections that begin in a reconcile, or in a method of an admission webhook, are no part of this: they are logged with
 * their object, and the operator goes on.
 */
export function exitOnUncaught(log: Logger): void {
  if (guarded.has(log)) return;
  guarded.add(log);
  // No listener for `unhandledRejection`: Node turns such a rejection into an exception of this kind, unless the process
  // was told otherwise with --unhandled-rejections.
  process.on('uncaughtException', (error: unknown, origin) => {
    const what =
      origin === 'unhandledRejection' ? 'a rejection that nobody waited for' : 'an exception that nobody caught';
    log.fatal(what, { error });
  });
}
