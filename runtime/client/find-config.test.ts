import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.js';
import { findConfig } from './find-config.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file of that text and answers its path. */
function file(text: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('is looked for', () => {
  const pod = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
  const home = (): string => join(folder, 'home');
  const usual = (): string => file('{}', 'home/.kube/config');

  test('in the explicit file, KUBECONFIG, ~/.kube/config, the Pod, in this order', () => {
    const explicit = file('{}', 'explicit');
    const KUBECONFIG = file('{}', 'env');
    const env = { ...pod, KUBECONFIG };
    expect(findConfig({}, pod, home())).toEqual({ kind: 'in-cluster' });
    const present = usual();
    expect(findConfig({}, pod, home())).toEqual({ kind: 'kubeconfig', files: [present] });
    expect(findConfig({}, env, home())).toEqual({ kind: 'kubeconfig', files: [KUBECONFIG] });
    expect(findConfig({ kubeconfig: explicit }, env, home())).toEqual({ kind: 'kubeconfig', files: [explicit] });
  });

  test.each<[string, Parameters<typeof findConfig>[0], NodeJS.ProcessEnv, string]>([
    ['nowhere', {}, {}, 'no API server is configured: KUBECONFIG is not set, there is no /none/.kube/config'],
    ['in a file that is not there', { kubeconfig: '/none/x' }, pod, 'there is no kubeconfig file /none/x'],
    ['in a KUBECONFIG without files', {}, { ...pod, KUBECONFIG: '/none/x' }, 'KUBECONFIG names no file that exists'],
    ['for a context, in a Pod', { context: 'c' }, pod, 'context "c" needs a kubeconfig, and there is none'],
  ])('%s, and missed with a message', (_, source, env, message) => {
    expect(() => findConfig(source, env, '/none')).toThrow(ConfigError);
    expect(() => findConfig(source, env, '/none')).toThrow(message);
  });
});
