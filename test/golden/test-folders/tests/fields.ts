import { Minimum, type Int32 } from 'kubewright';

/** Declares nothing by itself: nothing is said of it. */
export class Fields {
  @Minimum(1) size?: Int32;
}
