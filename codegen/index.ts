// The door `kubewright/codegen`: generate manifests from a program instead of the command line.
export { FileError } from './emit/file-error.js';
export { type GeneratedFile, type GenerateOptions, type GenerateResult, generate } from './generate.js';
export { InputError } from './input-error.js';
export type { Diagnostic, Origin } from './model/diagnostic.js';
