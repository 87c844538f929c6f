// The compiler that ts-morph brings, without the rest of ts-morph, which takes as long to load. In JavaScript, so that the
// namespace has its types (compiler.d.ts) and its values from different places.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The package that ts-morph has its compiler from, and that has TypeScript in a file of its own. */
const common = createRequire(require.resolve('ts-morph'));

export const ts = load();

function load() {
  try {
    return common('@ts-morph/common/dist/typescript.js');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    return require('ts-morph').ts;
  }
}

export function tsMorph() {
  return require('ts-morph');
}
