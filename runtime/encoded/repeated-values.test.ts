import { expect, test } from 'vitest';
import { RepeatedValues } from './repeated-values.js';

test('answers what the bytes stand for, though values share places, and all bytes the same room', () => {
  let made = 0;
  const values = new RepeatedValues(json => {
    made += 1;
    return json.toString();
  });
  const room = Buffer.alloc(100);
  const read = (text: string) => values.at(room, 10, 10 + room.write(text, 10));
  const texts = Array.from({ length: 20_000 }, (_, at) => `{"app":"app-${String(at).padStart(6, '0')}"}`);
  expect(texts.filter(text => read(text) !== text)).toEqual([]);
  made = 0;
  for (let time = 0; time < 10; time++) expect(read('{"app":"mine"}')).toBe('{"app":"mine"}');
  expect(made).toBe(1);
});

test('does not remember what is long', () => {
  const values = new RepeatedValues(json => ({ length: json.length }));
  const long = Buffer.alloc(1025, 'x');
  expect(values.at(long, 0, 1025)).not.toBe(values.at(long, 0, 1025));
  expect(values.at(long, 0, 1024)).toBe(values.at(long, 0, 1024));
});
