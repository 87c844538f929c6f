// Logs what the API server warns of, each warning once.
import type { Logger } from '../log/logger.js';

/** Servers may put anything into a warning, names of objects too; so many different ones are remembered. */
const REMEMBERED = 1000;

/** Reads `Warning` headers (RFC 7234 §5.5, as KEP-1693 uses them). */
export class ServerWarnings {
  readonly #log: Logger | undefined;
  readonly #seen = new Set<string>();

  constructor(log: Logger | undefined) {
    this.#log = log;
  }

  /** Logs the warnings that were not logged before, as far as that is remembered. */
  note(header: string | readonly string[] | undefined, attempt: string): void {
    if (header === undefined || this.#log === undefined) return;
    for (const warning of warningTexts(typeof header === 'string' ? header : header.join(', '))) {
      if (this.#seen.has(warning)) continue;
      const [oldest = ''] = this.#seen;
      if (this.#seen.size >= REMEMBERED) this.#seen.delete(oldest);
      this.#seen.add(warning);
      this.#log.warn('The API server warns', { warning, attempt });
    }
  }
}

/** The texts of a header such as `299 - "v1beta1 is deprecated", 299 - "use v1"`. */
function warningTexts(header: string): string[] {
  const quoted = header.matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...quoted].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
