// The long form of the rotations: `npm run test:rotations -- --rotations 50`.
// Prints what they cost as a table for docs/reference/faults.md; ends with 1 when anything was lost.
import { parseArgs } from 'node:util';
import { fromFiles, selfIssued } from './rotating-sources.js';
import { rotateUnderLoad } from './rotations.js';

const { values } = parseArgs({
  options: { rotations: { type: 'string', default: '50' }, requests: { type: 'string', default: '200' } },
});
const options = { rotations: Number(values.rotations), requests: Number(values.requests), open: 8, fresh: 2 };
if (!(options.rotations >= 1 && options.requests >= 1)) throw new Error('--rotations and --requests must be 1 or more');

console.log(`Node ${process.version}\n`);
console.log(
  '| Certificates | Rotations | Shown | Requests on open connections | on new ones | Failed | Reconnects | Seconds |',
);
console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
for (const [name, source] of [
  ['self-issued', selfIssued],
  ['files', fromFiles],
] as const) {
  const { onOpenOnes, onNewOnes, certificates, failed, reconnects, warnings, seconds } = await rotateUnderLoad(
    await source(),
    options,
  );
  const figures = [
    options.rotations,
    certificates,
    onOpenOnes,
    onNewOnes,
    failed.length,
    reconnects,
    seconds.toFixed(0),
  ];
  console.log(`| ${[name, ...figures].join(' | ')} |`);
  for (const each of [...failed, ...warnings].slice(0, 20)) console.error(each);
  if (failed.length + reconnects + warnings.length > 0 || certificates !== 1 + options.rotations) process.exitCode = 1;
}
