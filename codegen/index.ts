// The door `kubewright/codegen`: generate manifests from a program instead of the command line.
export type { Config, CoreDescriptions } from './config/config.js';
export { FileError } from './emit/file-error.js';
export { createGenerator, type Generator, generate } from './generate.js';
export { InputError } from './input-error.js';
export type { Diagnostic, Origin } from './model/diagnostic.js';
export type { GeneratedDocument, GeneratedFile, GenerateResult } from './model/result.js';
export type { GenerateOptions } from './options.js';
