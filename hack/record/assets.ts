// The recording and its picture, as they are kept beside each other.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureOf } from './picture.js';
import { printCast, type Recording, readCast } from './recording.js';

/**
 * Writes both into the folder.
 * @throws Error when the recording cannot be drawn; what was there before then stays
 */
export function keep(recording: Recording, folder: string): void {
  const picture = pictureOf(recording);
  writeFileSync(castIn(folder), printCast(recording));
  writeFileSync(pictureIn(folder), picture);
}

/** Writes the picture of the recording that is there. */
export function drawAgain(folder: string): void {
  writeFileSync(pictureIn(folder), pictureOf(readCast(readFileSync(castIn(folder), 'utf8'))));
}

function castIn(folder: string): string {
  return join(folder, 'session.cast');
}

function pictureIn(folder: string): string {
  return join(folder, 'session.svg');
}
