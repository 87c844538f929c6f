// Writes docs/reference/fidelity.md from the recordings and the known differences, which the tests keep true.
//   npm run fidelity
import { writeFileSync } from 'node:fs';
import { fidelityPage } from '../../test/conformance/fidelity-page.js';
import { FIDELITY_PAGE, suiteResults } from '../../test/conformance/suites.js';

writeFileSync(FIDELITY_PAGE, fidelityPage(suiteResults()));
