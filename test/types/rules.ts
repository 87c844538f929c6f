// What the rules of fields, items, values, keys and classes take and refuse; compiled, never run.
import {
  AtLeastOneOf,
  AtMostOneOf,
  type Condition,
  CustomResource,
  type Defaulted,
  type Double,
  EmbeddedResource,
  Enum,
  ExactlyOneOf,
  Example,
  ExternalDocs,
  Format,
  Immutable,
  type Int32,
  type Int64,
  type IntOrString,
  Items,
  Keys,
  ListAtomic,
  ListMap,
  ListSet,
  MapAtomic,
  MapGranular,
  MaxItems,
  Maximum,
  MaxLength,
  MaxProperties,
  MinItems,
  Minimum,
  MinLength,
  MinProperties,
  MultipleOf,
  Pattern,
  PreserveUnknownFields,
  type Quantity,
  Rules,
  Schemaless,
  Title,
  Type,
  Validation,
  Values,
} from 'kubewright';

interface Address {
  host: string;
  port: Int32;
  name?: string;
  zone?: string;
}
const LIMIT = 9;

export class Bounds {
  @Minimum(0, { exclusive: true }) @Maximum(LIMIT, { exclusive: false }) exclusive?: Double;
  @MultipleOf(5) factor!: Int64;
  @MultipleOf(5) optional?: Defaulted<Int32>;
  @MaxLength(5) text!: string;
  @MaxLength(5) either?: IntOrString | null;
  @MinItems(1) @MaxItems(2) list!: string[];
  @MinItems(1) @MaxItems(2) readonly readonlyList?: readonly Address[];
  @MinProperties(1) @MaxProperties(2) map!: Record<string, string>;
  @MinProperties(1) @MaxProperties(2) object?: Address | null;
  @MinLength(1) @MinProperties(1) unknown!: unknown;

  // @ts-expect-error no such option
  @Minimum(0, { exclusiv: true }) option?: Double;
  // @ts-expect-error an option of another type
  @Maximum(0, { exclusive: 1 }) optionType?: Double;
  // @ts-expect-error a string
  @MultipleOf(5) image!: string;
  // @ts-expect-error an optional string
  @MultipleOf(5) hint?: string;
  // @ts-expect-error a number
  @MaxLength(5) n!: Int32;
  // @ts-expect-error an array
  @MaxLength(5) texts?: string[];
  // @ts-expect-error a text
  @MinItems(1) noList!: string;
  // @ts-expect-error a map
  @MaxItems(1) noListEither?: Record<string, string>;
  // @ts-expect-error an array
  @MinProperties(1) noMap!: string[];
  // @ts-expect-error a number
  @MaxProperties(1) noMapEither?: Int32;
  // @ts-expect-error without a call
  @Minimum uncalled!: Int32;
  // @ts-expect-error without a call
  @MaxItems uncalledList?: string[];
}

export class Texts {
  @Pattern(/^a/) regular!: string;
  @Pattern('^a') text?: string;
  @Pattern(/^a/) either?: IntOrString;
  @Format('ipv4') address!: string;
  @Format('made-up') own?: string;
  @Enum('a', 'b') literals!: 'a' | 'b' | 'c';
  @Enum(1, 2) numbers?: Int32;
  @Enum(0, '50%') mixed?: IntOrString;

  // @ts-expect-error a number
  @Pattern(/a/) n!: Int32;
  // @ts-expect-error a number as pattern
  @Pattern(1) p?: string;
  // @ts-expect-error numbers have their format from their type
  @Format('int32') i!: Int32;
  // @ts-expect-error a list of texts
  @Format('ipv4') list?: string[];
  // @ts-expect-error no such literal
  @Enum('d') other!: 'a' | 'b';
  // @ts-expect-error a text for a number
  @Enum('1') number?: Int32;
  // @ts-expect-error a list
  @Enum('a') texts?: string[];
  // @ts-expect-error no value
  @Enum() none?: string;
}

export class Lists {
  @ListSet set!: string[];
  @ListSet optional?: Int32[];
  @ListSet @Items(MapAtomic) objects?: Address[];
  @ListAtomic atomic!: Address[];
  @Items(MinLength(1), MaxLength(2)) texts!: string[];
  @Items(Items(Minimum(1), Maximum(2)), MinItems(1)) grid?: Int32[][];
  @Items(ListSet) sets?: string[][];
  @Items(ListMap('host')) maps?: Address[][];
  @Items(Values(Items(Pattern('a')))) deep?: Record<string, string[]>[];
  @Items(Validation('self.port > 0'), Title('x'), MapAtomic, MinProperties(1)) addresses?: Address[];
  @Items(AtMostOneOf('name', 'zone')) members?: Address[];
  @Items(ListMap('type')) conditions?: Condition[][];

  // @ts-expect-error a text
  @ListSet noList!: string;
  // @ts-expect-error an optional map
  @ListAtomic noListEither?: Record<string, string>;
  // @ts-expect-error with a call
  @ListSet() called!: string[];
  // @ts-expect-error a rule for numbers
  @Items(Minimum(1)) items!: string[];
  // @ts-expect-error a rule for numbers, two levels down
  @Items(Items(Minimum(1))) levels?: string[][];
  // @ts-expect-error no array
  @Items(Minimum(1)) no!: Int32;
  // @ts-expect-error items that are no lists
  @Items(ListSet) flat?: string[];
  // @ts-expect-error items that are no objects
  @Items(MapAtomic) noObjects?: string[];
  // @ts-expect-error no such key
  @Items(ListMap('nme')) key?: Address[][];
  // @ts-expect-error no rule
  @Items() none!: string[];
  // @ts-expect-error a member that is always there
  @Items(AtMostOneOf('name', 'port')) always?: Address[];
}

export class Maps {
  @MapAtomic map!: Record<string, string>;
  @MapGranular object?: Address;
  @Values(MinLength(1)) texts!: Record<string, string>;
  @Values(Values(Minimum(1))) numbers?: Record<string, Record<string, Int32>>;
  @Keys(MinLength(1), MaxLength(63), Pattern('^a'), Enum('a'), Validation('true')) keys?: Record<string, Quantity>;

  // @ts-expect-error a text
  @MapAtomic text!: string;
  // @ts-expect-error a list
  @MapGranular list?: string[];
  // @ts-expect-error values that are numbers
  @Values(MinLength(1)) lengths!: Record<string, Int32>;
  // @ts-expect-error an object with named fields
  @Values(MinLength(1)) named?: Address;
  // @ts-expect-error an object with named fields
  @Keys(MinLength(1)) fields?: Address;
  // @ts-expect-error keys are texts
  @Keys(Minimum(1)) counts!: Record<string, Int32>;
  // @ts-expect-error a list
  @Keys(MinLength(1)) listed?: string[];
}

const Port = Rules<Int32>(Minimum(1), Maximum(65535));
const Label = Rules<string>(MinLength(1), Pattern(/^a/), Title('A label'), Immutable);
const Labels = Rules<string[]>(Items(Label), ListSet, MinItems(1));
const Host = Rules<Address>(AtLeastOneOf('name', 'zone'), MapAtomic, Validation('true'));
// @ts-expect-error a rule for texts
const Wrong = Rules<Int32>(Minimum(1), MinLength(1));
// @ts-expect-error a rule for numbers, in the items
const WrongItems = Rules<string[]>(Items(Minimum(1)));

export class Named {
  @Port port!: Int32;
  @Port @Minimum(1024) optional?: Defaulted<Int32>;
  @Items(Port) ports?: Int32[];
  @Values(Items(Port)) zones?: Record<string, Int32[]>;
  @Keys(Label) @Values(Label) labels?: Record<string, string>;
  @Labels list!: string[];
  @Host host?: Address;
  @Items(Host) hosts?: Address[];
  void = [Wrong, WrongItems];

  // @ts-expect-error a text
  @Port image!: string;
  // @ts-expect-error an optional number
  @Label n?: Int32;
  // @ts-expect-error items of another type
  @Items(Port) texts!: string[];
  // @ts-expect-error the items, not the list
  @Port numbers?: Int32[];
  // @ts-expect-error keys are texts
  @Keys(Port) keys?: Record<string, Int32>;
}

export class Notes {
  @Title('A title') @ExternalDocs('https://example.com') number!: Int32;
  @Title('A title') @ExternalDocs('https://example.com', 'More.') list?: string[];
  @Example(1) one!: Int32;
  @Example({ host: 'a', port: 1 }) object?: Address;
  @Example(['a']) texts?: Defaulted<string[]>;

  // @ts-expect-error a number
  @Title(1) title!: string;
  // @ts-expect-error no address
  @ExternalDocs() docs?: string;
  // @ts-expect-error a text for a number
  @Example('1') two!: Int32;
  // @ts-expect-error a field is missing
  @Example({ host: 'a' }) half?: Address;
}

export class Open {
  @PreserveUnknownFields any!: unknown;
  @PreserveUnknownFields object?: Address;
  @PreserveUnknownFields map?: Record<string, string>;
  @EmbeddedResource @PreserveUnknownFields embedded!: unknown;
  @EmbeddedResource resource?: { apiVersion: string; kind: string };
  @Schemaless @Type('object') @PreserveUnknownFields hidden!: Map<string, string>;
  @Schemaless @Type('string') @MinLength(1) typed?: unknown;
  @Immutable fixed!: string;
  @Immutable once?: Address[];

  // @ts-expect-error a text
  @PreserveUnknownFields text!: string;
  // @ts-expect-error a list: say it of its items
  @PreserveUnknownFields list?: Address[];
  // @ts-expect-error a text
  @EmbeddedResource name!: string;
  // @ts-expect-error lists need items
  @Schemaless @Type('array') items?: unknown;
  // @ts-expect-error with a call
  @Schemaless() called!: unknown;
  // @ts-expect-error with a call
  @Immutable() immutable?: string;
}

export class Checked {
  @Validation('self > 0') number!: Int32;
  @Validation('self > 0', 'more than none') @Validation('self < 9') twice?: Int32;
  @Validation('self == oldSelf', { message: 'a', messageExpression: '"a"', reason: 'FieldValueForbidden' })
  options?: string;
  @Validation('!oldSelf.hasValue()', { optionalOldSelf: true, fieldPath: '.port' }) path?: Address;
  @ExactlyOneOf('name', 'zone') either?: Address;

  // @ts-expect-error no text
  @Validation(1) rule!: Int32;
  // @ts-expect-error no such reason
  @Validation('true', { reason: 'Wrong' }) reason?: Int32;
  // @ts-expect-error no such option
  @Validation('true', { messag: 'a' }) option?: Int32;
  // @ts-expect-error no such field
  @ExactlyOneOf('name', 'zne') misspelt?: Address;
  // @ts-expect-error a field that is always there
  @AtMostOneOf('name', 'port') required?: Address;
  // @ts-expect-error one alone
  @AtLeastOneOf('name') alone?: Address;
  // @ts-expect-error a text
  @AtMostOneOf('name', 'zone') text?: string;
}

@MinProperties(1)
@MaxProperties(2)
@MapAtomic
@PreserveUnknownFields
@Title('A pair')
@ExternalDocs('https://example.com')
@Validation('has(self.a) || has(self.b)', { reason: 'FieldValueRequired' })
@AtMostOneOf('a', 'b')
@ExactlyOneOf('a', 'b', 'c')
@AtLeastOneOf('a', 'c')
export class Pair {
  a?: string;
  b?: Int32;
  c?: Defaulted<string>;
  d!: string;
}

@Validation("self.metadata.name.startsWith('a')")
export class Ruled extends CustomResource<Pair> {}

// @ts-expect-error no such field
@AtMostOneOf('a', 'x')
export class Misspelt {
  a?: string;
}

// @ts-expect-error a field that is always there
@ExactlyOneOf('a', 'b')
export class Always {
  a?: string;
  b!: string;
}

// @ts-expect-error a rule for fields
@Immutable
export class OnClass {
  a?: string;
}

// @ts-expect-error a rule for lists
@ListSet
export class OnClassEither {
  a?: string;
}
