// Debug lines on and off while the process runs, without an endpoint.
import type { LogControl, LogLevels } from './log-level.js';

/**
 * At each signal the least level becomes `debug`, for all modules, or what it was before again: `info` where it was `debug`
 * from the start. Windows has no such signal: nothing happens there.
 * @returns a function that ends it
 */
export function toggleDebugOnSignal(log: LogControl, signal: NodeJS.Signals = 'SIGUSR2'): () => void {
  let before: LogLevels = isAllDebug(log) ? { level: 'info', modules: {} } : levelsOf(log);
  const onSignal = (): void => {
    if (isAllDebug(log)) {
      log.level = before.level;
      log.modules = before.modules;
      return;
    }
    before = levelsOf(log);
    log.level = 'debug';
    log.modules = {};
  };
  process.on(signal, onSignal);
  return () => process.off(signal, onSignal);
}

function levelsOf({ level, modules }: LogControl): LogLevels {
  return { level, modules };
}

function isAllDebug({ level, modules }: LogControl): boolean {
  return level === 'debug' && Object.keys(modules).length === 0;
}
