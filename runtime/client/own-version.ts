// Which kubewright this is.
import { createRequire } from 'node:module';

/** Such as `0.1.0`; undefined in an operator that was bundled into one file, which has no package around it. */
export function ownVersion(): string | undefined {
  try {
    // Not by an import, for which the compiler would put a second package.json into dist/.
    return (createRequire(import.meta.url)('kubewright/package.json') as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}
