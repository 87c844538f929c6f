// Recordings in the repository: a folder with a YAML file for each area, so that a change is read as a diff.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import type { Observation, Recording } from './observation.js';

/** Where the recordings are, by the suite that made them. */
export function recordingFolder(suite: string): string {
  return fileURLToPath(new URL(`./recorded/${suite}`, import.meta.url));
}

/** What a real server answered to a suite. Areas are in the order of their names. */
export function readRecording(suite: string): Recording {
  const folder = recordingFolder(suite);
  const files = readdirSync(folder).sort();
  const areas = files.map(file => load(readFileSync(join(folder, file), 'utf8')) as Recording);
  return { version: areas[0]?.version ?? '', observations: areas.flatMap(({ observations }) => observations) };
}

/** Replaces the whole recording of a suite. */
export function writeRecording(suite: string, { version, observations }: Recording): void {
  const folder = recordingFolder(suite);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const areas = Map.groupBy(observations, ({ area }) => area);
  for (const [area, inArea] of areas) {
    const file = join(folder, `${area.replaceAll(/\W+/g, '-')}.yaml`);
    writeFileSync(file, dump({ version, observations: inArea.map(plain) }, { lineWidth: -1 }));
  }
}

function plain({ area, name, asked, code, text }: Observation): Observation {
  return { area, name, asked, code, text };
}
