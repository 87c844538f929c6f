// What happens in `kubewright generate --watch`, as lines.
import type { WatchEvent } from '../dev/watch-and-generate.js';
import type { Format } from './diagnostic-formats.js';
import { printDiagnostics, printForPrograms, toldError } from './print-diagnostics.js';
import { reportError } from './report-error.js';
import { count, fromHere } from './wording.js';

/** Prints results to standard output; what is wrong, to standard error. */
export function watchReport(format: Format, debug: boolean): (event: WatchEvent) => void {
  return event => {
    switch (event.type) {
      case 'watching':
        process.stdout.write(`watching ${fromHere(event.folder)}; Ctrl-C ends it\n`);
        return;
      case 'failed': {
        const told = format === 'text' ? undefined : toldError(event.error);
        if (told !== undefined && format !== 'text') printForPrograms([told], format);
        else reportError(event.error, { debug });
        return;
      }
      case 'ran':
        void tellRun(event, format);
    }
  };
}

async function tellRun(event: Extract<WatchEvent, { type: 'ran' }>, format: Format): Promise<void> {
  const { diagnostics, files, changed, cleared, milliseconds } = event;
  const first = changed[0];
  if (first !== undefined) {
    const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
    process.stdout.write(`changed ${fromHere(first)}${more}\n`);
  }
  await printDiagnostics(diagnostics, format);
  if (diagnostics.some(({ severity }) => severity === 'error')) return;
  if (cleared) process.stdout.write('no errors any more\n');
  const touched = files.filter(({ state }) => state === 'written' || state === 'removed');
  const took = `(${Math.round(milliseconds)} ms)`;
  const lines = touched.map(({ state, path }) => `${state} ${fromHere(path)}`);
  const last = lines.length === 0 ? `${count(files.length, 'file')} up to date ${took}` : `${lines.pop()} ${took}`;
  process.stdout.write(`${[...lines, last].join('\n')}\n`);
}
