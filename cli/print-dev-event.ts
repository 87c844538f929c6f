// What happens in `kubewright dev`, as lines: the operator's own output stands between them, as it is.
import { constants } from 'node:os';
import { styleText } from 'node:util';
import type { DevEvent } from '../dev/dev-event.js';
import { formatDiagnostics } from './format-diagnostics.js';
import { reportError } from './report-error.js';
import { count, fromHere, quoted } from './wording.js';

/** Prints to standard output; what is wrong, to standard error. */
export function printDevEvent(event: DevEvent): void {
  switch (event.type) {
    case 'diagnostics':
      process.stderr.write(formatDiagnostics(event.diagnostics, { from: process.cwd(), stream: process.stderr }));
      return;
    case 'failed':
      reportError(event.error, { debug: process.argv.includes('--debug') || process.env.KUBEWRIGHT_DEBUG === '1' });
      return;
    default:
      for (const line of linesOf(event)) process.stdout.write(`${MARK} ${line}\n`);
  }
}

const MARK = styleText('cyan', '[kubewright]', { stream: process.stdout });

type Told = Exclude<DevEvent, { readonly type: 'diagnostics' | 'failed' }>;

function linesOf(event: Told): readonly string[] {
  switch (event.type) {
    case 'serving': {
      const { url, kubeconfig, dataFolder } = event;
      const objects =
        dataFolder === undefined ? 'its objects end with this command' : `objects in ${fromHere(dataFolder)}`;
      return [
        `Kubernetes API on ${url}; ${objects}`,
        `in other terminals: ${styleText('bold', `export KUBECONFIG=${quoted(kubeconfig)}`, { stream: process.stdout })}`,
      ];
    }
    case 'generated':
      return event.files.map(({ state, path }) => `${state} ${fromHere(path)}`);
    case 'orphaned':
      return [
        `${event.definition} is no longer in the sources; the cluster keeps it with its objects until: ` +
          `kubectl delete crd ${event.definition}`,
      ];
    case 'applied':
      return event.objects.map(({ object, outcome }) => `${outcome} ${object}`);
    case 'started':
      return [`${event.again ? 'restarted' : 'started'} ${fromHere(event.entry)} (pid ${event.pid})`];
    case 'ready': {
      // Since the process began.
      const seconds = (performance.now() / 1000).toFixed(1);
      return [`ready after ${seconds} s; watching the sources, Ctrl-C ends it`];
    }
    case 'ended':
      return [`the operator has ended ${howOf(event)}; the next save starts it again${reasonOf(event)}`];
    case 'killed':
      return ['the operator did not end in time, and was killed'];
    case 'unconcerned':
      return [`${whatOf(event.changed)} changed; neither the operator nor a manifest comes of it`];
    case 'waiting':
      return [`waiting for the next save; ${event.operator ? 'the operator of before goes on' : 'no operator runs'}`];
    case 'stopping':
      return ['stopping'];
  }
}

function whatOf(changed: readonly string[]): string {
  const [path = '', ...others] = changed;
  return others.length === 0 ? fromHere(path) : count(changed.length, 'file');
}

type Ended = Extract<DevEvent, { type: 'ended' }>;

function howOf({ end: { status, signal } }: Ended): string {
  return signal === null ? `with status ${status}` : `by ${signal} (${128 + constants.signals[signal]})`;
}

function reasonOf({ end: { status }, entry }: Ended): string {
  return status === 0 ? `. Does ${fromHere(entry)} wait for manager.run(...)?` : '';
}
