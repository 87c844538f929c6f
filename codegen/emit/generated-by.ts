// The mark that generated objects carry, and by which codegen knows its own files again.
import { createRequire } from 'node:module';

/** The annotation that holds the version of kubewright that wrote the object. */
export const VERSION_ANNOTATION = 'kubewright.dev/version';

/** The version of this package. */
export function packageVersion(): string {
  // By the package's own name, because sources and compiled files lie at different depths below package.json.
  const manifest = createRequire(import.meta.url)('kubewright/package.json') as { readonly version: string };
  return manifest.version;
}
