// The pages of the tutorial.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Step, stepsOf } from './page.js';

export const FOLDER = fileURLToPath(new URL('../../docs/tutorial/', import.meta.url));

/** A chapter. */
export interface Page {
  /** Such as `02-pods.md`. */
  readonly name: string;
  readonly text: string;
  readonly steps: readonly Step[];
}

/** In their order. */
export function tutorialPages(): readonly Page[] {
  const names = readdirSync(FOLDER)
    .filter(name => /^\d\d-.*\.md$/.test(name))
    .sort();
  return names.map(name => {
    const text = readFileSync(FOLDER + name, 'utf8');
    return { name, text, steps: stepsOf(text, `docs/tutorial/${name}`) };
  });
}
