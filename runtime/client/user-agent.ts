// What the client calls itself to the API server; audit logs show it.
import { ownVersion } from './own-version.js';

/** `kubewright/0.1.0 (linux/x64; redis-operator)`. */
export function userAgent(name: string): string {
  const safeName = name.replace(/[^\x20-\x7e]|[()]/g, '_');
  return `kubewright/${ownVersion() ?? 'bundled'} (${process.platform}/${process.arch}; ${safeName})`;
}
