import { expect } from 'vitest';
import { pinnedVersions } from '../../hack/control-plane/binaries.js';
import { committedFiles } from '../../hack/kinds/committed-files.js';
import { kindFiles } from '../../hack/kinds/kind-files.js';
import { readServedApi } from '../../hack/kinds/served-api.js';
import { test } from './fixture.js';

test('the committed core kinds are what the pinned API server serves', async ({ kubectl, skip }) => {
  const api = await readServedApi(kubectl);
  const { kubernetes } = pinnedVersions();
  skip(api.version !== kubernetes, `this server is ${api.version}, and the kinds are those of ${kubernetes}`);
  expect(await committedFiles()).toEqual(await kindFiles(api));
});
