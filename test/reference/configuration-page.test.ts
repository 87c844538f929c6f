// The guide to configuration tells of every flag what the flag says of itself, and of no other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultText, type FlagSpecs, flagName, variableName } from '../../runtime/flags/flag-spec.js';
import { FLAG_GROUPS } from '../../runtime/flags/manager-flags.js';
import { placeholder } from '../../runtime/flags/usage.js';

const page = readFileSync(new URL('../../docs/guides/configuration.md', import.meta.url), 'utf8');

test.each(Object.entries<FlagSpecs>(FLAG_GROUPS))(
  'the table of "%s" has its flags, as --help tells of them',
  (title, specs) => {
    const rows = Object.entries(specs).map(([key, spec]) => {
      const variable = variableName(key, spec, 'KUBEWRIGHT_');
      const byDefault = defaultText(spec);
      return row([
        code(`--${flagName(key)}${placeholder(spec)}`),
        variable === undefined ? '' : code(variable),
        byDefault === undefined ? '' : code(byDefault),
        spec.description,
      ]);
    });
    expect(rowsBelow(`## ${title}`)).toEqual(rows);
  },
);

test('the page has no other flags in its tables', () => {
  const known = Object.values<FlagSpecs>(FLAG_GROUPS).flatMap(specs => Object.keys(specs));
  expect(page.split('\n').filter(line => line.startsWith('| `--'))).toHaveLength(known.length);
});

function rowsBelow(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n${heading}\n`);
  return (section.split('\n## ')[0] ?? '').split('\n').filter(line => line.startsWith('| `'));
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => (cell === '' ? '' : `${cell} `)).join('| ')}|`;
}

function code(text: string): string {
  return `\`${text}\``;
}
