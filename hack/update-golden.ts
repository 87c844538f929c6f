// Rewrites the golden files from what codegen makes now. Look at the diff before you commit it.
//   node --import tsx --conditions=source hack/update-golden.ts [case ...]
import { goldenCases, updateCase } from '../test/golden-case.js';

const all = goldenCases();
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !all.includes(name));
if (unknown.length > 0) {
  console.error(`error: no golden case ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exitCode = 2;
} else {
  const changed: string[] = [];
  for (const name of wanted.length > 0 ? wanted : all) changed.push(...(await updateCase(name)));
  for (const file of changed) console.log(`changed test/golden/${file}`);
  console.log(`${changed.length} golden files changed`);
}
