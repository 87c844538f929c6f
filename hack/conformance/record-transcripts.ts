// Records anew what kubectl prints on a real control plane. Look at the diff before you commit it.
//   node --import tsx --conditions=source hack/conformance/record-transcripts.ts
import { writeRecording } from '../../test/conformance/recording.js';
import { startTarget } from '../../test/conformance/start-target.js';
import { TRANSCRIPT_AREAS } from '../../test/conformance/transcripts/areas.js';
import { observeTranscripts } from '../../test/conformance/transcripts/observe-transcripts.js';
import { ensureBinaries } from '../control-plane/binaries.js';

const { kubectl } = (await ensureBinaries(line => console.error(line))).paths;
const target = await startTarget('real');
try {
  const observations = await observeTranscripts(target, { kubectl, areas: TRANSCRIPT_AREAS });
  writeRecording('transcripts', { version: target.version, observations });
  console.log(`${observations.length} commands on ${target.version} recorded`);
} finally {
  await target.stop();
}
