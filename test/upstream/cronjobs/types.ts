// What the spec is made of.
import {
  Default,
  type Defaulted,
  Format,
  type Int64,
  Items,
  ListMap,
  ListSet,
  MapAtomic,
  MapGranular,
  MaxLength,
  MaxProperties,
  MinItems,
  MinLength,
  MinProperties,
  Pattern,
  PreserveUnknownFields,
  Rules,
  Title,
  Validation,
  Values,
} from 'kubewright';

export const DEFAULT_REF = 'defaultRefValue';

const HOST = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export const LongerString = Rules<string>(MinLength(4));
export const ShortString = Rules<string>(MinLength(1), MaxLength(255));
export const Titled = Rules<string>(Title('Said by the type'));
export const EvenLength = Rules<string>(Validation('self.size() % 2 == 0', 'the length must be even'));
export const Bytes = Rules<string>(Format('byte'));
export const Hosts = Rules<string[]>(MinItems(1), ListSet, Items(MinLength(1), MaxLength(255), Pattern(HOST)));
export const Associative = Rules<AssociativeType[]>(ListMap('name', 'secondary'));
export const MapOfInfo = Rules<Record<string, string>>(MapGranular, Values(Bytes));

export interface AssociativeType {
  name: string;
  secondary: Int64;
  foo: string;
}

export class NestedObject {
  foo!: string;
  bar!: boolean;
}

@MapAtomic
export class NestedStructWithSeveralFields extends NestedObject {}

export type JustNestedObject = NestedObject;

export interface RootObject {
  nested: NestedObject;
}

export class EmpiableObject {
  @Default('forty-two')
  foo?: Defaulted<string>;
  bar?: string;
}

@MinProperties(1)
@MaxProperties(2)
export class MinMaxObject {
  foo?: string;
  bar?: string;
  baz?: string;
}

/** Whatever else is in it stays. */
@PreserveUnknownFields
export class Preserved {
  concreteField!: string;
}

export interface ContainsNestedMap {
  innerMap?: Record<string, string>;
}

/** Go embeds these four; their fields become fields of the spec. */
export interface UnexportedStruct {
  foo: string;
}
export interface ExportedStruct {
  baz: string;
}
export interface EmbeddedStruct {
  fromEmbedded?: string;
}
export type InlineAlias = EmbeddedStruct;
export interface InlinePointerStruct {
  fromPointer?: string;
}
