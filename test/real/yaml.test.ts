// kubectl is the judge of printed YAML: it must read every text as a text.
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { printYaml } from '../../codegen/emit/yaml.js';
import type { Kubectl } from '../../hack/control-plane/kubectl.js';
import { HAZARDS } from '../yaml-hazards.js';
import { test } from './fixture.js';

describe('printYaml, read by kubectl', () => {
  test('keeps every hazard a text, as value and as key', async ({ kubectl }) => {
    expect(await readBy(kubectl, HAZARDS)).toEqual(HAZARDS);
  });

  test('keeps random texts that look like numbers, dates and words', async ({ kubectl }) => {
    const character = fc.constantFrom(...'0123456789abcdefxXoObBeE_+-.:~ynYNT ');
    const piece = fc.oneof(character, fc.constantFrom('on', '0x', '0o', '1e', '2001-01-01', '.inf'));
    const texts = fc.sample(
      fc.array(piece, { maxLength: 7 }).map(pieces => pieces.join('')),
      { numRuns: 4000, seed: 1 },
    );
    expect(await readBy(kubectl, texts)).toEqual(texts);
  });

  test('keeps numbers numbers', async ({ kubectl }) => {
    const numbers = [0, 1, -1, 0.1, 1e21, 1e-7, 1.5e300, Number.MAX_SAFE_INTEGER, -2147483648, 54321];
    expect(await readBy(kubectl, numbers)).toEqual(numbers);
  });
});

/** What kubectl's parser makes of printed values; `--local` keeps it from asking the server. */
async function readBy(kubectl: Kubectl, values: readonly (string | number)[]): Promise<unknown> {
  const asKeys = Object.fromEntries(values.map(value => [String(value), value]));
  const object = { apiVersion: 'a.b/v1', kind: 'C', metadata: { name: 'd' }, values, asKeys };
  const args = ['annotate', '--local', '-f', '-', 'e=f', '-o', 'json'];
  const read = JSON.parse(await kubectl.output(args, { input: printYaml(object) }));
  expect(read.asKeys).toEqual(asKeys);
  return read.values;
}
