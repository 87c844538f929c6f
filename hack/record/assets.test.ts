import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawAgain, keep } from './assets.js';
import { pictureOf } from './picture.js';
import type { Recording } from './recording.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function recording(text: string): Recording {
  return { title: 'a title', width: 40, height: 10, idleLimit: 2, outputs: [{ at: 0.123, text }] };
}
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

test('a recording is kept with its picture, which can be drawn again', () => {
  keep(recording('one'), folder);
  expect(readdirSync(folder).sort()).toEqual(['session.cast', 'session.svg']);
  expect(read('session.svg')).toBe(pictureOf(recording('one')));
  rmSync(join(folder, 'session.svg'));
  drawAgain(folder);
  expect(read('session.svg')).toBe(pictureOf(recording('one')));
});

test('a recording that cannot be drawn is not kept', () => {
  keep(recording('before'), folder);
  const before = [read('session.cast'), read('session.svg')];
  expect(() => keep(recording('\u001b[2J'), folder)).toThrow('moves the cursor');
  expect([read('session.cast'), read('session.svg')]).toEqual(before);
});
