// What the client calls itself to the API server; audit logs show it.
import { createRequire } from 'node:module';

/** `kubewright/0.1.0 (linux/x64; redis-operator)`. */
export function userAgent(name: string): string {
  const safeName = name.replace(/[^\x20-\x7e]|[()]/g, '_');
  return `kubewright/${ownVersion()} (${process.platform}/${process.arch}; ${safeName})`;
}

function ownVersion(): string {
  try {
    // Not by an import, for which the compiler would put a second package.json into dist/.
    const manifest = createRequire(import.meta.url)('kubewright/package.json') as { readonly version: string };
    return manifest.version;
  } catch {
    // An operator that was bundled into one file has no package around it, and works all the same.
    return 'bundled';
  }
}
