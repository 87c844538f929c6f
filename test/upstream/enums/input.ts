import { CustomResource, Resource } from 'kubewright';

/** Go's type with constants is an enum of texts. */
export enum EnumType {
  First = 'Value1',
  Second = 'Value2',
}

export interface EnumSpec {
  field?: EnumType;
}

/** Holds one value of an enum. */
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'Enum' })
export class Enum extends CustomResource<EnumSpec | undefined> {}
