import { expect, test } from 'vitest';
import { ensureBinaries } from '../../../hack/control-plane/binaries.js';
import { readRecording } from '../recording.js';
import { startTarget } from '../start-target.js';
import { TRANSCRIPT_AREAS } from './areas.js';
import { observeTranscripts } from './observe-transcripts.js';

test('kubectl prints on a real control plane what is recorded', async () => {
  const { kubectl } = (await ensureBinaries(line => console.error(line))).paths;
  const target = await startTarget('real');
  try {
    const observations = await observeTranscripts(target, { kubectl, areas: TRANSCRIPT_AREAS });
    expect({ version: target.version, observations }).toEqual(sorted(readRecording('transcripts'), observations));
  } finally {
    await target.stop();
  }
}, 300_000);

/** Recordings are in the order of the names of areas. */
function sorted<T extends ReturnType<typeof readRecording>>(
  recording: T,
  like: readonly { readonly area: string }[],
): T {
  const areas = [...new Set(like.map(({ area }) => area))];
  const place = ({ area }: { readonly area: string }) => areas.indexOf(area);
  return { ...recording, observations: recording.observations.toSorted((a, b) => place(a) - place(b)) };
}
