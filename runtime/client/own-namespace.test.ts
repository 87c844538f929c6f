import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError } from './config-error.js';
import { ownNamespace } from './own-namespace.js';

const asked = { option: 'leaderElection', next: 'say it' };

describe('ownNamespace', () => {
  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['the variable, before the file', { POD_NAMESPACE: 'by-variable' }, 'by-variable'],
    ['the file', {}, 'by-file'],
    ['the file, where the variable is empty', { POD_NAMESPACE: '' }, 'by-file'],
  ])('is that of %s', async (_, env, expected) => {
    const serviceAccount = await folder('by-file\n');
    expect(ownNamespace({ ...asked, env, serviceAccount })).toBe(expected);
  });

  it('is not known outside of a Pod, and then what to do is said', () => {
    const attempt = () => ownNamespace({ ...asked, env: {}, serviceAccount: '/nowhere' });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(
      'leaderElection: not in a Pod (POD_NAMESPACE is not set, and /nowhere/namespace cannot be read), so say it',
    );
  });

  it('is not taken from an empty file', async () => {
    const serviceAccount = await folder(' \n');
    expect(() => ownNamespace({ ...asked, env: {}, serviceAccount })).toThrow(/^leaderElection: .*namespace is empty$/);
  });
});

async function folder(namespace: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kubewright-own-namespace-'));
  onTestFinished(() => rm(path, { recursive: true }));
  await writeFile(join(path, 'namespace'), namespace);
  return path;
}
