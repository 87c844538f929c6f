import { CustomResource, Immutable, Resource } from 'kubewright';

export interface NestedStruct {
  key: string;
  value: string;
}

/** Every field but the last keeps its value. */
export class ImmutableSpec {
  @Immutable requiredString!: string;
  @Immutable optionalString?: string;
  @Immutable optionalLiteralString?: string;
  @Immutable requiredStruct!: NestedStruct;
  @Immutable optionalStruct?: NestedStruct;
  @Immutable optionalOmitZeroStruct?: NestedStruct;
  @Immutable requiredSlice!: string[];
  @Immutable optionalSlice?: string[];
  @Immutable requiredMap!: Record<string, string>;
  @Immutable optionalMap?: Record<string, string>;
  mutableString!: string;
}

@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'ImmutableType' })
export class ImmutableType extends CustomResource<ImmutableSpec> {}
