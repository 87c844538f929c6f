// What the demo may be told on its command line.
import { parseArgs } from 'node:util';

export const USAGE = `npm run demo                     the life of a Redis on the embedded control plane; needs nothing but Node
npm run demo -- --real           on etcd, kube-apiserver and kube-controller-manager of its own
npm run demo -- --no-kubectl     with the library's own client, even where there is a kubectl`;

/** How to run it. */
export interface DemoOptions {
  /** On a real control plane. */
  readonly real: boolean;
  /** With kubectl, where there is one. */
  readonly kubectl: boolean;
}

/**
 * @returns undefined when help is wanted
 * @throws TypeError for an unknown option
 */
export function readOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      real: { type: 'boolean', default: false },
      kubectl: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values.help ? undefined : { real: values.real, kubectl: values.kubectl };
}
