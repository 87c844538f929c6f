import { CustomResource, Resource } from 'kubewright';
import type { OuterStruct } from './common.js';

export interface VersionedResourceSpec {
  struct?: OuterStruct;
}

export class VersionedResourceStatus {}

@Resource({ group: 'testdata.kubebuilder.io', version: 'v1beta1', kind: 'VersionedResource' })
export class VersionedResource extends CustomResource<VersionedResourceSpec, VersionedResourceStatus> {}
