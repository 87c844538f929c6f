// Why something on disk could not be read.

/** `permission denied (EACCES)` of what Node says: `EACCES: permission denied, open '/a/b.ts'`. */
export function reasonOf({ message }: Error): string {
  return message.replace(/^(\w+): (.*?), .*$/s, '$2 ($1)');
}

/** Whether the path leads nowhere, rather than to what cannot be read. */
export function isNotThere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
}
