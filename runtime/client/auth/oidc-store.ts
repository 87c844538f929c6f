// Keeps refreshed tokens in the kubeconfig, where kubectl and other programs look for them.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import type { Logger } from '../../log/logger.js';
import { readKubeconfig } from './kubeconfig-file.js';
import { type OidcTokens, oidcConfig } from './oidc-config.js';
import type { TokenStore } from './oidc-user.js';

const TRIES = 10;
/** Milliseconds. */
const PAUSE = 20;
/** Who has held a lock for so long is not there any more: kubectl needs some milliseconds. Milliseconds. */
const ABANDONED = 60_000;

/**
 * Tokens of a user of a kubeconfig. New ones are written over the old ones and nothing else in the file changes, under the
 * lock that kubectl takes. Where that cannot be done (a file that may not be written, a token that is written in pieces or
 * would have to be quoted) they are kept by this process alone, which is warned of once.
 */
export function kubeconfigTokens(file: string, user: string, log?: Logger): TokenStore {
  let hasWarned = false;
  return {
    async read() {
      try {
        const provider = readKubeconfig([file]).users.get(user)?.mapping('auth-provider');
        return provider && oidcConfig(provider, user).tokens;
      } catch {
        return undefined;
      }
    },
    async replace(old, now) {
      try {
        // kubectl locks the name that it was given, too, not that which a link leads to.
        await underLock(file, async () => rewrite(await realpath(file), old, now));
      } catch (error) {
        if (!hasWarned) log?.warn(NOT_KEPT, { kubeconfig: file, user, reason: reasonOf(error) });
        hasWarned = true;
      }
    },
  };
}

const NOT_KEPT =
  'The new tokens cannot be written to the kubeconfig, and end with this process: kubectl may have to log in again';

/** Errors of YAML show what they are about, and that are tokens. */
function reasonOf(error: unknown): string {
  const isPlain = error instanceof NotWritten || typeof (error as NodeJS.ErrnoException).code === 'string';
  return isPlain ? (error as Error).message : 'it is no YAML any more';
}

class NotWritten extends Error {}

async function rewrite(path: string, old: OidcTokens, now: OidcTokens): Promise<void> {
  const before = await readFile(path, 'utf8');
  const changes = [
    [old.idToken, now.idToken],
    [old.refreshToken, now.refreshToken],
  ] as const;
  const replaced = (all: string, replace: (text: string, from: string, to: string) => string): string =>
    changes.reduce((text, [from, to]) => (from && to ? replace(text, from, to) : text), all);
  const text = replaced(before, (whole, from, to) => whole.replaceAll(from, () => to));
  if (text === before) {
    if (old.refreshToken === now.refreshToken) return;
    throw new NotWritten('the former tokens are not in it, or not in one piece');
  }
  // A token may be part of something else, or mean something else where it is not quoted.
  const expected = withTexts(load(before), value =>
    replaced(value, (whole, from, to) => (whole === from ? to : whole)),
  );
  if (!isDeepStrictEqual(load(text), expected)) throw new NotWritten('more would change than the tokens');
  await replaceFile(path, text);
}

/** The same value with every text in it changed. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(each => withTexts(each, change));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTexts(each, change)]));
}

/** At once, so that nobody reads a half, and for the same people as before. */
async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}.tmp`;
  const { mode, uid, gid } = await stat(path);
  const handle = await open(fresh, 'wx', 0o600);
  try {
    try {
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

async function underLock(path: string, work: () => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  await (await openSoon(lock)).close();
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Waits for those who hold the lock; one that was left behind would lock out kubectl, too, and is taken away. */
async function openSoon(lock: string): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    try {
      return await open(lock, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries === TRIES) throw error;
      if (Date.now() - (await heldSince(lock)) > ABANDONED) await rm(lock, { force: true });
      else await delay(PAUSE);
    }
  }
}

/** Milliseconds since the epoch; now, when it has just been given back. */
async function heldSince(lock: string): Promise<number> {
  try {
    return (await stat(lock)).mtimeMs;
  } catch {
    return Date.now();
  }
}
