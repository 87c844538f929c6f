// Tells of files that are there and cannot be read.
import type { SourceTree } from '../files/source-tree.js';
import type { Diagnostic } from '../model/diagnostic.js';

export function unreadableFiles({ unreadable }: SourceTree): readonly Diagnostic[] {
  return [...unreadable].map(([file, { message }]) => ({
    file,
    line: 1,
    column: 1,
    code: 'KW0013',
    severity: 'error',
    // From `EACCES: permission denied, open '/a/b.ts'`.
    message: `the file cannot be read: ${message.replace(/^(\w+): (.*?), .*$/s, '$2 ($1)')}`,
    hint: 'mend its permissions, or leave it out of the tsconfig',
  }));
}
