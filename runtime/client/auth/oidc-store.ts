// Keeps refreshed tokens in the kubeconfig, where kubectl and other programs look for them.
import { type FileHandle, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { readKubeconfig } from './kubeconfig-file.js';
import { type OidcTokens, oidcConfig } from './oidc-config.js';
import type { TokenStore } from './oidc-user.js';

const TRIES = 10;
/** Milliseconds. */
const PAUSE = 20;

/**
 * Tokens of a user of a kubeconfig. New ones are written over the old ones and nothing else in the file changes, under the
 * lock that kubectl takes. Where that cannot be done (a file that may not be written, a token that is written in pieces)
 * they are kept by this process alone.
 */
export function kubeconfigTokens(file: string, user: string): TokenStore {
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
        const path = await realpath(file);
        await underLock(path, () => rewrite(path, old, now));
      } catch {
        // See above.
      }
    },
  };
}

async function rewrite(path: string, old: OidcTokens, now: OidcTokens): Promise<void> {
  const before = await readFile(path, 'utf8');
  const changes = [
    [old.idToken, now.idToken],
    [old.refreshToken, now.refreshToken],
  ] as const;
  let text = before;
  for (const [from, to] of changes) if (from && to) text = text.replaceAll(from, () => to);
  if (text === before) return;
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(fresh, text, { mode: (await stat(path)).mode, flag: 'wx' });
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
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

/** kubectl holds its lock for some milliseconds. */
async function openSoon(lock: string): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    try {
      return await open(lock, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries === TRIES) throw error;
      await delay(PAUSE);
    }
  }
}
