// What the client calls itself to the API server; audit logs show it.
import manifest from 'kubewright/package.json' with { type: 'json' };

/** `kubewright/0.1.0 (linux/x64; redis-operator)`. */
export function userAgent(name: string): string {
  return `kubewright/${manifest.version} (${process.platform}/${process.arch}; ${name.replace(/[^\x20-\x7e]|[()]/g, '_')})`;
}
