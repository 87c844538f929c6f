import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldElement, keyElement, pathText, valueElement } from './field-element.js';
import { FieldSet } from './field-set.js';
import { fieldsFromJson, fieldsToJson } from './fields-v1.js';

const element = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', 'f:x', '.').map(fieldElement),
  fc.constantFrom('x', 'y').map(name => keyElement([['name', name]])),
  fc.constantFrom(1, 2, 'v', true).map(valueElement),
);
const path = fc.array(element, { minLength: 1, maxLength: 3 });
const set = fc.array(path, { maxLength: 8 }).map(paths => FieldSet.of(...paths));

const texts = (fields: FieldSet) => new Set([...fields.paths()].map(each => each.map(({ text }) => text).join('|')));

describe('FieldSet', () => {
  test('is a set of paths: union, intersection and difference', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [left, right] = [texts(a), texts(b)];
        expect(texts(a.union(b))).toEqual(new Set([...left, ...right]));
        expect(texts(a.intersection(b))).toEqual(new Set([...left].filter(each => right.has(each))));
        expect(texts(a.difference(b))).toEqual(new Set([...left].filter(each => !right.has(each))));
      }),
    );
  });

  test('does not depend on the order of union, and what is taken out and put back is the same', () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        expect(a.union(b).equals(b.union(a))).toBe(true);
        expect(
          a
            .union(b)
            .union(c)
            .equals(a.union(b.union(c))),
        ).toBe(true);
        expect(a.difference(b).union(a.intersection(b)).equals(a)).toBe(true);
        expect(a.difference(a).empty).toBe(true);
      }),
    );
  });

  test('has leaves that are members, with nothing below them', () => {
    fc.assert(
      fc.property(set, a => {
        const all = [...texts(a)];
        const leaves = all.filter(each => !all.some(other => other.startsWith(`${each}|`)));
        expect(texts(a.leaves())).toEqual(new Set(leaves));
      }),
    );
  });

  test('loses all that is below by the recursive difference', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const gone = [...texts(b)];
        const left = [...texts(a)].filter(each => !gone.some(other => each === other || each.startsWith(`${other}|`)));
        expect(texts(a.recursiveDifference(b))).toEqual(new Set(left));
      }),
    );
  });

  test('is the same when it was written and read', () => {
    fc.assert(
      fc.property(set, a => {
        const json = JSON.parse(JSON.stringify(fieldsToJson(a)));
        expect(fieldsFromJson(json).equals(a)).toBe(true);
      }),
    );
  });
});

describe('FieldsV1', () => {
  test('passes over kinds of elements that it does not know', () => {
    expect(fieldsToJson(fieldsFromJson({ 'f:a': { 'z:?': {} }, 'x:b': {} }))).toEqual({ 'f:a': {} });
  });

  test.for(['a', 'fa', 'k:[]', 'k:{', 'v:', 'i:one'])('refuses %s', text => {
    expect(() => fieldsFromJson({ [text]: {} })).toThrow();
  });

  test('writes keys in one form, whatever their order was', () => {
    const [read] = fieldsFromJson({ 'k:{ "b":"<", "a":1 }': {} }).nodes;
    expect(read?.element.text).toBe('k:{"a":1,"b":"\\u003c"}');
  });

  test('says paths as people read them', () => {
    const keys = keyElement([
      ['protocol', 'TCP'],
      ['port', 80],
    ]);
    expect(pathText([fieldElement('spec'), keys, fieldElement('args'), valueElement('-v')])).toBe(
      '.spec[port=80,protocol="TCP"].args[="-v"]',
    );
  });
});
