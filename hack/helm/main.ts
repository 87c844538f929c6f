// `npm run helm`: makes sure that there is a Helm for the tests of the chart, and prints its path.
import { ensureHelm } from './helm.js';

try {
  console.log(await ensureHelm(line => console.error(line)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
