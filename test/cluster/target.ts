// Which control plane the tests of a run are for.
import { inject } from 'vitest';

/** `embedded`: in this process, as users of kubewright have it. `real`: etcd, kube-apiserver and the controllers. */
export type TargetName = 'embedded' | 'real';

declare module 'vitest' {
  interface ProvidedContext {
    target: TargetName;
  }
}

/** That of the project that the test runs in; see `vitest.config.ts`. */
export const target: TargetName = inject('target');
