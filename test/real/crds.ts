// The definitions of the reference operator's custom resources, which every control plane of the tests has.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../config/crd/bases', import.meta.url));

/** The folders to apply; none before the first `npm run generate`. */
export const crds: readonly string[] = existsSync(folder) ? [folder] : [];
