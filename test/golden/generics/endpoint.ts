import { type Int32, Maximum, Minimum } from 'kubewright';

/** Where requests go. */
export class Endpoint {
  host!: string;
  /** A port of the host. */
  @Minimum(1) @Maximum(65535) port!: Int32;
}

/** Something and its share. */
export interface Weighted<Of> {
  of: Of;
  weight: Int32;
}
