// What stands in the way of reading or writing a file.

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is where a folder should be',
  EISDIR: 'a folder is where a file should be',
};

/** A file could not be read, written or removed. The message names it; the origin is in `cause`. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(
    readonly action: 'read' | 'write' | 'remove',
    /** Absolute. */
    readonly path: string,
    cause: unknown,
  ) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === undefined ? message : `${REASONS[code] ?? message} (${code})`;
    super(`cannot ${action} ${path}: ${reason}`, { cause });
  }
}
