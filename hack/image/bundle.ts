// What the image's first stage makes: the operator as one file with all that it imports, and what belongs beside it.
// node --import tsx --conditions=source hack/image/bundle.ts FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { build } from 'esbuild';
import { licenseTexts } from './license-texts.js';

const [, , folder] = argv;
if (folder === undefined) throw new Error('say into which folder');

const { metafile } = await build({
  entryPoints: ['controllers/main.ts'],
  outfile: join(folder, 'main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  conditions: ['source'],
  // Traces are for operators that install it.
  external: ['@opentelemetry/api'],
  // Packages in CommonJS ask for Node's modules by this name.
  banner: {
    js: "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);",
  },
  // Nothing is minified, so stack traces can be read.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(folder, { recursive: true });
// The operator finds its version here, for what it calls itself to the API server.
const manifest = { name, version, license, private: true, exports: { './package.json': './package.json' } };
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(folder, 'licenses.txt'), licenseTexts(Object.keys(metafile.inputs), ['LICENSE', 'NOTICE']));
