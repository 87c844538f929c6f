// Bundles what is measured as the package is built. From sources, tsx keeps the names of functions, which costs more than much
// of what is measured.
import { build } from 'esbuild';

/** Bundles `bench/NAME/measure.ts`, with the sources of the package. @returns the file */
export async function asBuilt(name: string): Promise<string> {
  const outfile = `${BUILT}/${name}.mjs`;
  await build({
    entryPoints: [`bench/${name}/measure.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['source'],
    external: ['undici', 'pino', 'js-yaml', 'socks', 'ts-morph'],
    logLevel: 'warning',
  });
  return outfile;
}

/** Below the package, so that the programs find its dependencies. */
export const BUILT = `${process.cwd()}/bench/runtime/built`;
