// What both versions share.
import { MapAtomic } from 'kubewright';

export interface InnerStruct {
  foo?: string;
}

export class OuterStruct {
  @MapAtomic
  struct?: InnerStruct;
}
