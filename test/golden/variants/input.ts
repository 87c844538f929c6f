import { CustomResource, type Int32, Minimum, MinLength, Resource } from 'kubewright';

/** Keeps data on a disk. */
export class Disk {
  type!: 'Disk';
  /** The path of the disk. */
  @MinLength(1) path!: string;
  readOnly?: boolean;
  /** Whom it belongs to. */
  owner!: string;
}

export interface Bucket {
  type: 'S3' | 'Gcs';
  bucket: string;
  region?: string;
  owner: string;
}

interface Memory {
  type: 'Memory';
  owner: string;
  region?: string;
}

/** Where data is kept. */
export type Storage = Disk | Bucket | Memory;

type Toggle = { on: true; level: Int32 } | { on: false };

type Sized = { tier: 1; 'burst-rate': Int32 } | { tier: 2; 'burst-rate'?: Int32 } | { tier: 3 };

export class StoreSpec {
  storage!: Storage;
  /** Others that it is copied to. */
  copies?: Storage[];
  byName?: Record<string, Toggle>;
  toggle?: Toggle | null;
  @Minimum(0) share?: Int32;
  sized?: Sized;
}

/** The whole of it may be one of several, too. */
type StoreStatus = { phase: 'Pending' } | { phase: 'Ready'; address: string };

@Resource({ group: 'example.com', version: 'v1', kind: 'Store' })
export class Store extends CustomResource<StoreSpec, StoreStatus> {}
