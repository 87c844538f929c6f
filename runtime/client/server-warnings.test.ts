import { expect, test } from 'vitest';
import type { Logger } from '../log/logger.js';
import { ServerWarnings } from './server-warnings.js';

/** The warnings that were logged. */
function listening() {
  const logged: unknown[] = [];
  const log = { warn: (_: string, { warning }: { warning: string }) => logged.push(warning) } as unknown as Logger;
  const warnings = new ServerWarnings(log);
  return { logged, note: (header: string | readonly string[] | undefined) => warnings.note(header, 'get Pod a') };
}

test.each([
  [undefined, []],
  ['', []],
  ['299 - "a"', ['a']],
  ['299 - "a, b", 299 - "c"', ['a, b', 'c']],
  [
    ['299 - "a"', '299 - "b"'],
    ['a', 'b'],
  ],
  ['299 - "say \\"a\\" \\\\"', ['say "a" \\']],
  ['299 - "a" "Wed, 21 Oct 2015 07:28:00 GMT"', ['a']],
  ['299 api.example:443 "a"', ['a']],
  ['a is "deprecated"', []],
])('%j says %j', (header, texts) => {
  const { logged, note } = listening();
  note(header);
  expect(logged).toEqual(texts);
});

test('each is logged once, however many others there are; of very many the oldest may come again', () => {
  const { logged, note } = listening();
  const names = Array.from({ length: 1001 }, (_, at) => `w${at}`);
  for (const name of [...names, ...names.slice(1)]) note(`299 - "${name}"`);
  expect(logged).toEqual(names);
  note('299 - "w0"');
  expect(logged.slice(1001)).toEqual(['w0']);
});
