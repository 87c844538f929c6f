// The picture in the README was drawn from the recording beside it, which is one of the session as it is now.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pictureOf } from './picture.js';
import { PROMPT, readCast } from './recording.js';
import { SESSION } from './session.js';
import { textOf, transcriptOf } from './transcript.js';

const AGAIN = '`npm run record` records and draws it again';
const cast = asset('session.cast');
const picture = asset('session.svg');
const recording = readCast(cast);

test('the picture is the one of the recording', () => {
  expect(picture === pictureOf(recording), AGAIN).toBe(true);
});

test('the recording is one of the session', () => {
  const { steps, ...terminal } = SESSION;
  expect(recording, AGAIN).toMatchObject(terminal);
  const typed = transcriptOf(recording).map(textOf);
  const lines = typed.filter(text => text.startsWith(PROMPT) || text.startsWith('#'));
  expect(lines, AGAIN).toEqual(steps.map(({ line }) => (line.startsWith('#') ? line : PROMPT + line)));
  expect(typed.length, AGAIN).toBeLessThanOrEqual(recording.height);
});

test('neither tells of the machine', () => {
  expect(cast + picture).not.toMatch(/\/(home|root|tmp|var|Users)\//);
});

test('the picture is small, and loads nothing', () => {
  expect(picture.length).toBeLessThan(60_000);
  expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:(?!\/\/127\.0\.0\.1)|href|<script|@import|url\(/,
  );
});

function asset(name: string): string {
  return readFileSync(new URL(`../../docs/assets/${name}`, import.meta.url), 'utf8');
}
