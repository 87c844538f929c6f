// Tells the files that declare JavaScript's own types, real or virtual.
import { VIRTUAL_LIB_FILE } from './virtual-lib.js';

const LIBRARY = /\/(lib\.[\w.]*d\.ts|node_modules\/@types\/node\/.*)$/;

export function isLibraryFile(file: string): boolean {
  return file === VIRTUAL_LIB_FILE || LIBRARY.test(file);
}
