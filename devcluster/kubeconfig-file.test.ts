import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigText } from './kubeconfig.js';
import { ForeignKubeconfigError, writeKubeconfig } from './kubeconfig-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-kubeconfig-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OURS = kubeconfigText('http://127.0.0.1:1');
const NEXT = kubeconfigText('http://127.0.0.1:2');

describe('writeKubeconfig', () => {
  it('makes a file for the user alone, and its folders', async () => {
    const path = join(folder, 'a/b/kubeconfig');
    await writeKubeconfig(path, OURS);
    expect(readFileSync(path, 'utf8')).toBe(OURS);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('replaces what it wrote before', async () => {
    const path = join(folder, 'kubeconfig');
    await writeKubeconfig(path, OURS);
    await writeKubeconfig(path, NEXT);
    expect(readFileSync(path, 'utf8')).toBe(NEXT);
  });

  it.each([
    ['of another cluster', OURS.replaceAll('kubewright', 'production')],
    ['with another context beside ours', OURS.replace('contexts:\n', 'contexts:\n  - name: production\n')],
    ['that is empty', ''],
    ['that is no kubeconfig', 'some: text\n'],
    ['that is no YAML', '{'],
  ])('leaves a file alone %s', async (_, text) => {
    const path = join(folder, 'kubeconfig');
    writeFileSync(path, text);
    await expect(writeKubeconfig(path, OURS)).rejects.toThrow(ForeignKubeconfigError);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.runIf(existsSync('/dev/zero'))('reads no device, which may have no end', async () => {
    await expect(writeKubeconfig('/dev/zero', OURS)).rejects.toThrow(ForeignKubeconfigError);
  });

  it('is not confused by a folder', async () => {
    await expect(writeKubeconfig(folder, OURS)).rejects.toThrow(ForeignKubeconfigError);
  });
});
