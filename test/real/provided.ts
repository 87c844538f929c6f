// What the start of a test run hands to each real test.
import type { ControlPlaneLocation } from '../../hack/control-plane/access.js';

/** Where the control plane of this run is, or why there is none. */
export type ProvidedControlPlane = { readonly location: ControlPlaneLocation } | { readonly unavailable: string };

/** A Helm of version 3 or 4, or why there is none. */
export type ProvidedHelm = { readonly path: string } | { readonly unavailable: string };

declare module 'vitest' {
  interface ProvidedContext {
    controlPlane: ProvidedControlPlane;
    helm: ProvidedHelm;
  }
}
