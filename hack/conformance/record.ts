// Records anew what a real control plane answers to the raw suite. Look at the diff before you commit it.
//   node --import tsx --conditions=source hack/conformance/record.ts
import { AREAS } from '../../test/conformance/raw/areas.js';
import { runRawSuite } from '../../test/conformance/raw/run.js';
import { writeRecording } from '../../test/conformance/recording.js';
import { startTarget } from '../../test/conformance/start-target.js';

const target = await startTarget('real');
try {
  const observations = await runRawSuite(target, AREAS);
  writeRecording('raw', { version: target.version, observations });
  console.log(`${observations.length} answers of ${target.version} recorded`);
} finally {
  await target.stop();
}
