// `npm run record`: makes the picture in the README anew, from a session that it runs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findKubectl } from '../control-plane/find-kubectl.js';
import { pictureOf } from './picture.js';
import { record } from './recorder.js';
import { printCast, readCast } from './recording.js';
import { SESSION } from './session.js';

const USAGE = `npm run record               runs the session of hack/record/session.ts, and draws it
npm run record -- --draw     draws docs/assets/session.cast again, as it is`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const cast = join(root, 'docs/assets/session.cast');
const picture = join(root, 'docs/assets/session.svg');

try {
  const { values } = parseArgs({
    options: { draw: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) console.log(USAGE);
  else await makePicture(values.draw);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @param again whether what was recorded before is drawn */
async function makePicture(again: boolean): Promise<void> {
  if (!again) writeFileSync(cast, printCast(await recorded()));
  writeFileSync(picture, pictureOf(readCast(readFileSync(cast, 'utf8'))));
}

async function recorded() {
  const kubectl = await findKubectl();
  if (kubectl.binary === undefined) throw new Error(`the session needs kubectl: ${kubectl.reason}`);
  const kubectlCache = mkdtempSync(join(tmpdir(), 'kubewright-record-'));
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
    rmSync(kubectlCache, { recursive: true });
  }
}
