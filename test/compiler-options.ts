// What the tsconfig of a user's project says in tests.

/** Those of the smallest project: nothing of Node, and kubewright from its sources. */
export const COMPILER_OPTIONS = {
  strict: true,
  target: 'ES2023',
  lib: ['ES2023'],
  types: [],
  module: 'nodenext',
  customConditions: ['source'],
  experimentalDecorators: true,
  noEmit: true,
} as const;
