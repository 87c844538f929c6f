import { expect } from 'vitest';
import { pinnedVersions } from '../../hack/control-plane/binaries.js';
import { committedFiles } from '../../hack/kinds/committed-files.js';
import { kindFiles } from '../../hack/kinds/kind-files.js';
import { readServedApi } from '../../hack/kinds/served-api.js';
import { test } from './fixture.js';

test('the committed core kinds are what the pinned API server serves', async ({ raw, skip }) => {
  const api = await readServedApi(async path => await (await raw.fetch(path)).json());
  const { kubernetes } = pinnedVersions();
  // The embedded one adds to it what it is: `v1.36.3+kubewright`.
  const version = api.version.replace(/\+.*/, '');
  skip(version !== kubernetes, `this server is ${version}, and the kinds are those of ${kubernetes}`);
  expect(await committedFiles()).toEqual(await kindFiles({ ...api, version }));
});
