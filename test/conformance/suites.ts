// The suites, as the page of fidelity tells of them.
import { fileURLToPath } from 'node:url';
import type { SuiteResult } from './fidelity-page.js';
import { KNOWN_DIFFERENCES as RAW_DIFFERENCES } from './raw/known-differences.js';
import { readRecording } from './recording.js';
import { KNOWN_DIFFERENCES as TRANSCRIPT_DIFFERENCES } from './transcripts/known-differences.js';

/** Where the page is. */
export const FIDELITY_PAGE = fileURLToPath(new URL('../../docs/reference/fidelity.md', import.meta.url));

/** What the repository says of each suite. */
export function suiteResults(): readonly SuiteResult[] {
  return [
    {
      title: 'Requests',
      about: 'HTTP requests and their answers: status, headers that matter, and body; events of watches, too.',
      code: 'status',
      golden: readRecording('raw'),
      known: RAW_DIFFERENCES,
    },
    {
      title: 'kubectl',
      about: 'Commands of kubectl: what it prints on its standard output and error, and its exit status.',
      code: 'exit status',
      golden: readRecording('transcripts'),
      known: TRANSCRIPT_DIFFERENCES,
    },
  ];
}
