import { expect, test } from 'vitest';
import type { JsonObject } from '../object/json.js';
import { type KnownConversion, withConversions } from './with-conversions.js';

/** Converts, and keeps what it was asked for. */
function converter(refused: readonly string[] = []) {
  const asked: string[] = [];
  const convert = async (object: JsonObject, apiVersion: string): Promise<JsonObject> => {
    asked.push(`${object.name} ${apiVersion}`);
    if (refused.includes(String(object.name))) throw new Error(`no ${object.name}`);
    return { ...object, apiVersion };
  };
  return { asked, convert };
}

const named = (name: string) => ({ apiVersion: 'v1', name });

test('work gets each object in each version, and nobody is asked twice', async () => {
  const { asked, convert } = converter();
  const work = (known: KnownConversion) => ['a', 'b', 'a'].map(name => known(named(name), 'v2').apiVersion);
  expect(await withConversions(convert, work)).toEqual(['v2', 'v2', 'v2']);
  expect(asked).toEqual(['a v2', 'b v2']);
});

test('an object that is in the version already is not converted', async () => {
  const { asked, convert } = converter();
  expect(await withConversions(convert, known => known(named('a'), 'v1'))).toEqual(named('a'));
  expect(asked).toEqual([]);
});

test('work that takes any failure for an answer is asked again all the same', async () => {
  const { convert } = converter();
  const work = (known: KnownConversion) => {
    try {
      return known(named('a'), 'v2').apiVersion;
    } catch {
      return 'nothing';
    }
  };
  expect(await withConversions(convert, work)).toBe('v2');
});

test('a conversion that fails fails the work where it asked for it', async () => {
  const { asked, convert } = converter(['a']);
  const caught = (known: KnownConversion) => {
    try {
      return known(named('a'), 'v2').apiVersion;
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(await withConversions(convert, caught)).toBe('no a');
  await expect(withConversions(convert, known => known(named('a'), 'v2'))).rejects.toThrow('no a');
  expect(asked).toHaveLength(2);
});

test('an error of the work itself is its own', async () => {
  const { convert } = converter();
  const work = (known: KnownConversion) => {
    known(named('a'), 'v2');
    throw new Error('mine');
  };
  await expect(withConversions(convert, work)).rejects.toThrow('mine');
});
