// `npm run record`: makes the picture in the README anew, from a session that it runs.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findKubectl } from '../control-plane/find-kubectl.js';
import { Guard } from '../control-plane/guard.js';
import { drawAgain, keep } from './assets.js';
import { record } from './recorder.js';
import { SESSION } from './session.js';

const USAGE = `npm run record               runs the session of hack/record/session.ts, and draws it
npm run record -- --draw     draws docs/assets/session.cast again, as it is`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const assets = join(root, 'docs/assets');

try {
  const { values } = parseArgs({
    options: { draw: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) console.log(USAGE);
  else if (values.draw) drawAgain(assets);
  else keep(await recorded(), assets);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function recorded() {
  const kubectl = await findKubectl();
  if (kubectl.binary === undefined) throw new Error(`the session needs kubectl: ${kubectl.reason}`);
  const kubectlCache = mkdtempSync(join(tmpdir(), 'kubewright-record-'));
  // Removes it, also when the recording is interrupted.
  const guard = new Guard(kubectlCache);
  try {
    return await record(SESSION, {
      folder: root.replace(/\/$/, ''),
      shownAs: '~/kubewright',
      env: {
        ...process.env,
        PATH: [dirname(kubectl.binary), process.env.PATH].join(delimiter),
        KUBECACHEDIR: kubectlCache,
        FORCE_COLOR: '1',
        NO_COLOR: undefined,
        // What npm has to say of itself and of this machine.
        npm_config_update_notifier: 'false',
        npm_config_loglevel: 'error',
      },
      pause: 900,
      limit: () => AbortSignal.timeout(60_000),
    });
  } finally {
    await guard.dismiss();
  }
}
