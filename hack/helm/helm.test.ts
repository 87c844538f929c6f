import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { builtFolder } from '../control-plane/pinned-programs.js';
import { ensureHelm, pinnedHelm } from './helm.js';

const silent = () => {};

test('takes the one in HELM, and no other program', async () => {
  const home = folder();
  const HELM = program(home, 'mine', 'v3.14.0');
  expect(await ensureHelm(silent, { HOME: home, HELM })).toBe(HELM);
  await expect(ensureHelm(silent, { HOME: home, HELM: '/bin/true' })).rejects.toThrow(
    'HELM is /bin/true, which is no Helm of version 3 or 4',
  );
});

test('takes the one that was built before one on the PATH', async () => {
  const home = folder();
  const present = program(join(home, 'bin'), 'helm', 'v4.0.0');
  const env = { HOME: home, PATH: `${home}/bin` };
  expect(await ensureHelm(silent, env)).toBe(present);
  const built = program(builtFolder('helm', pinnedHelm(), env), 'helm', pinnedHelm());
  expect(await ensureHelm(silent, env)).toBe(built);
});

test('builds the pinned one where there is none, or says what to install', async () => {
  const home = folder();
  program(join(home, 'old'), 'helm', 'v2.17.0');
  await expect(ensureHelm(silent, { HOME: home, PATH: `${home}/old` })).rejects.toThrow(/no Helm, and no Go .* HELM/);

  mkdirSync(join(home, 'bin'));
  const script = `#!/bin/sh\nfor word; do [ "$last" = -o ] && echo "$@" > "$word"; last=$word; done\nexit 0\n`;
  writeFileSync(join(home, 'bin/go'), script, { mode: 0o755 });
  const env = { HOME: home, PATH: `${home}/bin` };
  expect(await ensureHelm(silent, env)).toBe(join(builtFolder('helm', pinnedHelm(), env), 'helm'));
});

/** A program that says this version, as Helm does. */
function program(where: string, name: string, version: string): string {
  mkdirSync(where, { recursive: true });
  const path = join(where, name);
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  return path;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kubewright-helm-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}
