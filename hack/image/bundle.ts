// What the image's first stage makes: the operator as one file with all that it imports, and what belongs beside it.
// node --import tsx --conditions=source hack/image/bundle.ts FOLDER
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
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

mkdirSync(folder, { recursive: true });
// By this package.json beside it the library knows its version, for what it calls itself to the API server.
const library = createRequire(resolve('package.json')).resolve('kubewright/package.json');
const { name, version, license } = JSON.parse(readFileSync(library, 'utf8'));
const manifest = { name, version, license, private: true, exports: { './package.json': './package.json' } };
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const own = ['LICENSE', 'NOTICE'].filter(file => existsSync(file));
writeFileSync(join(folder, 'licenses.txt'), licenseTexts(Object.keys(metafile.inputs), own));
