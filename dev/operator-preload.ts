// Loaded into the operator's process before anything else: transpiles its sources as they are imported, tells which they
// were, and ends the process when the command that started it is gone. Threads and processes that the operator starts with
// Node's own means load it, too, and get their sources in the same way.

import { readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BroadcastChannel, isMainThread, Worker } from 'node:worker_threads';
import { OPERATOR_SETTINGS, type OperatorMessage, type OperatorSettings } from './operator-messages.js';
import { formatOf, isSource, sourceOf } from './transpile/source-files.js';
import { type TranspileSettings, transpile } from './transpile/transpiler.js';

const { [OPERATOR_SETTINGS]: text } = process.env;
// What was started with an environment of its own is left as it is.
if (text !== undefined) {
  const { lifeline, ...settings } = JSON.parse(text) as OperatorSettings;
  module.enableCompileCache();
  followSources(settings.transpile, lifeline === undefined ? tellOperator() : tellCommand());
  if (lifeline !== undefined) {
    process.env[OPERATOR_SETTINGS] = JSON.stringify(settings);
    const thread = new URL(`operator-lifeline${extname(import.meta.url)}`, import.meta.url);
    // Nothing that was preloaded here, nor what NODE_OPTIONS says.
    new Worker(thread, { workerData: lifeline, execArgv: [], env: {} }).unref();
  }
}

function followSources(settings: TranspileSettings, tell: (message: OperatorMessage) => void): void {
  module.registerHooks({
    resolve(specifier, context, next) {
      const source =
        isRelative(specifier) && context.parentURL !== undefined && sourceFrom(context.parentURL, specifier);
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
}

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
}

/** Only TypeScript's own imports mean sources; what packages import is left to Node. */
function sourceFrom(parentUrl: string, specifier: string): string | undefined {
  if (!parentUrl.startsWith('file:')) return undefined;
  const parent = fileURLToPath(parentUrl);
  return isSource(parent) ? sourceOf(resolve(dirname(parent), specifier)) : undefined;
}

/** The operator passes on what its threads tell. */
function tellCommand(): (message: OperatorMessage) => void {
  // An operator that has nothing left to do ends.
  process.channel?.unref();
  const tell = (message: OperatorMessage): void => {
    if (process.connected) process.send?.(message);
  };
  const threads = new BroadcastChannel(OPERATOR_SETTINGS);
  threads.onmessage = ({ data }) => tell(data as OperatorMessage);
  threads.unref();
  return tell;
}

/** A channel of a thread leads to the operator, and one of another process, which has its own use of it, nowhere. */
function tellOperator(): (message: OperatorMessage) => void {
  if (isMainThread) return () => {};
  const operator = new BroadcastChannel(OPERATOR_SETTINGS);
  operator.unref();
  return message => operator.postMessage(message);
}
