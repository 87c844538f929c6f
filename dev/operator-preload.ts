// Loaded into the operator's process before anything else: transpiles its sources as they are imported, tells which they
// were, and ends the process when the command that started it is gone.

import { readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OPERATOR_SETTINGS, type OperatorMessage } from './operator-messages.js';
import { formatOf, isSource, sourceOf } from './transpile/source-files.js';
import { type TranspileSettings, transpile } from './transpile/transpiler.js';

const settings = JSON.parse(process.env[OPERATOR_SETTINGS] ?? '{}') as TranspileSettings;
// What the operator starts in turn is none of ours.
delete process.env[OPERATOR_SETTINGS];
module.enableCompileCache();

module.registerHooks({
  resolve(specifier, context, next) {
    const source = isRelative(specifier) && context.parentURL !== undefined && sourceFrom(context.parentURL, specifier);
    return source ? { url: pathToFileURL(source).href, shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:')) return next(url, context);
    const path = fileURLToPath(url);
    if (!path.includes('node_modules')) tell({ loaded: path });
    if (!isSource(path)) return next(url, context);
    const format = formatOf(path);
    return { format, source: transpile(path, readFileSync(path, 'utf8'), format, settings), shortCircuit: true };
  },
});

// No time for a graceful end: the API server went with the command.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// An operator that has nothing left to do ends.
process.channel?.unref();

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
}

/** Only TypeScript's own imports mean sources; what packages import is left to Node. */
function sourceFrom(parentUrl: string, specifier: string): string | undefined {
  if (!parentUrl.startsWith('file:')) return undefined;
  const parent = fileURLToPath(parentUrl);
  return isSource(parent) ? sourceOf(resolve(dirname(parent), specifier)) : undefined;
}

function tell(message: OperatorMessage): void {
  if (process.connected) process.send?.(message);
}
