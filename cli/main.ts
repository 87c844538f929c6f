#!/usr/bin/env node
// The entry of `kubewright`: checks Node before anything loads that an old one could not even parse.
import module from 'node:module';

const OLDEST = [22, 19] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `error: kubewright needs Node.js ${OLDEST.join('.')} or newer; ${process.execPath} is ${process.versions.node}\n` +
      'hint: install a newer Node.js, or the npm package "node" as a development dependency\n',
  );
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  const { run } = await import('./program.js');
  await run(process.argv.slice(2));
}
