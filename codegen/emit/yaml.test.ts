import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import { HAZARDS } from '../../test/yaml-hazards.js';
import { printYaml } from './yaml.js';

describe('printYaml', () => {
  it('starts the document, sorts keys everywhere, and does not indent sequences', () => {
    const value = { b: [{ z: [1, 2], a: [[true]] }], a: { d: null, c: {}, b: [] } };
    expect(printYaml(value)).toBe('---\na:\n  b: []\n  c: {}\n  d: null\nb:\n- a:\n  - - true\n  z:\n  - 1\n  - 2\n');
  });

  it('prints one line plainly, however long, and several lines as a literal block', () => {
    const long = 'word '.repeat(60).trim();
    expect(printYaml({ one: long, two: 'first\n\n  second' })).toBe(
      `---\none: ${long}\ntwo: |-\n  first\n\n    second\n`,
    );
  });

  it.each(['1.2.3', 'v1', '.spec.replicas', '10m', '2Gi', 'redis:7-alpine', '0.1.0', 'a,b'])('leaves %s bare', text => {
    expect(printYaml({ text })).toBe(`---\ntext: ${text}\n`);
  });

  it('prints equal values as they are, not as aliases', () => {
    const shared = { a: 1 };
    expect(printYaml({ x: shared, y: shared })).not.toMatch(/[&*]/);
  });

  it('prints minus zero as zero', () => {
    expect(printYaml(-0)).toBe('---\n0\n');
  });

  it('prints a field named __proto__ like any other', () => {
    expect(printYaml(JSON.parse('{"__proto__":{"type":"string"}}'))).toBe('---\n__proto__:\n  type: string\n');
  });

  it.each(HAZARDS.map(text => [JSON.stringify(text).slice(0, 40), text]))('keeps %s a text for YAML 1.1', (_, text) => {
    const value = { text, [text]: [text], list: [{ text }] };
    expect(plain(load(printYaml(value), { schema: YAML11_SCHEMA }))).toEqual(value);
  });

  it('gives the same bytes for every order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), record => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(printYaml(reversed as Json)).toBe(printYaml(record as Json));
      }),
    );
  });
});

/** The objects of the parser may have other prototypes; their content is compared. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
