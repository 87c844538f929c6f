// Every gesture has the transcript that was recorded on a real control plane, on whatever control plane this is.
import { describe, expect } from 'vitest';
import { findKubectl } from '../../../conformance/transcripts/find-kubectl.js';
import { test as base } from '../../fixture.js';
import { target } from '../../target.js';
import { GESTURES } from './gestures.js';
import { pageOf, readPage } from './page.js';
import { tellGesture } from './tell-gesture.js';

const page = readPage();
const kubectl = await findKubectl(page.version);
const title = kubectl.found ? 'kubectl' : kubectl.reason;
/** A real autoscaler has a test, and a control plane, of its own. */
const told = GESTURES.filter(({ needs }) => target === 'embedded' || needs !== 'an autoscaler');

base('the page has all gestures, as they are told', () => {
  expect(pageOf(GESTURES, page.transcripts, page.version)).toBe(page.text);
  if (process.env.CI === 'true') expect(kubectl).toMatchObject({ found: true });
});

base('tables fit into a terminal of 80 columns', () => {
  const tables = [...page.transcripts.values()].flatMap(each => each.match(/^NAME {2,}.*(\n(?![$#]).*)*/gm) ?? []);
  expect(tables.length).toBeGreaterThan(10);
  for (const line of tables.flatMap(table => table.split('\n'))) expect(line.length, line).toBeLessThanOrEqual(80);
});

describe.skipIf(!kubectl.found)(title, { timeout: 180_000, concurrent: true }, () => {
  base.for(told)('$title', async (gesture, { controlPlane, admin }) => {
    if (!kubectl.found) return;
    const transcript = await tellGesture({ controlPlane, admin, kubectl: kubectl.path, autoscaler: 'played' }, gesture);
    expect(transcript).toBe(page.transcripts.get(gesture.title));
  });
});
