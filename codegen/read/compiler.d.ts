// The types of compiler.js.
export { ts } from 'ts-morph';

/** All of ts-morph, for what only it has: TypeScript's library files. */
export function tsMorph(): typeof import('ts-morph');
