import {
  Default,
  type Defaulted,
  type Double,
  EmbeddedResource,
  Enum,
  Example,
  type Int32,
  type Int64,
  type IntOrString,
  Items,
  type JsonObject,
  ListAtomic,
  ListMap,
  ListSet,
  MapAtomic,
  MapGranular,
  MaxItems,
  Maximum,
  MaxLength,
  MinItems,
  Minimum,
  MinLength,
  MultipleOf,
  Pattern,
  PreserveUnknownFields,
  Schemaless,
  Title,
  Type,
  Validation,
  Values,
} from 'kubewright';
import type { JobTemplateSpec } from 'kubewright/kinds';
import {
  Associative,
  type AssociativeType,
  Bytes,
  type ContainsNestedMap,
  DEFAULT_REF,
  type EmpiableObject,
  EvenLength,
  type ExportedStruct,
  Hosts,
  type InlineAlias,
  type InlinePointerStruct,
  type JustNestedObject,
  LongerString,
  MapOfInfo,
  type MinMaxObject,
  type NestedObject,
  type NestedStructWithSeveralFields,
  type Preserved,
  type RootObject,
  ShortString,
  Titled,
  type UnexportedStruct,
} from './types.js';

/** Go's embedded structs are an intersection. */
export type CronJobSpec = OwnFields & UnexportedStruct & ExportedStruct & InlineAlias & InlinePointerStruct;

@Validation('has(oldSelf.forbiddenInt) || !has(self.forbiddenInt)', {
  message: 'forbiddenInt cannot be set later',
  fieldPath: '.forbiddenInt',
  reason: 'FieldValueForbidden',
})
export class OwnFields {
  /** Five fields, as cron has them. */
  schedule!: string;

  startingDeadlineSeconds?: Int64;
  concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  k8sConcurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  suspend?: boolean;

  /** A boolean of Go that is written as a text. */
  noReallySuspend?: string;

  @Bytes
  binaryName!: string;

  canBeNull!: string | null;
  jobTemplate!: JobTemplateSpec;
  successfulJobsHistoryLimit?: Int32;
  failedJobsHistoryLimit?: Int32;

  @Values(Bytes)
  byteSliceData?: Record<string, string>;
  stringSliceData?: Record<string, string[]>;
  ptrData?: Record<string, string>;

  @MinLength(4)
  twoOfAKindPart0!: string;
  @LongerString
  twoOfAKindPart1!: string;

  @Default('forty-two')
  @Example('forty-two')
  @Title('A text')
  defaultedString?: Defaulted<string>;

  @Default(['a', 'b'])
  @Example(['a', 'b'])
  @Title('A list')
  defaultedSlice?: Defaulted<string[]>;

  @Default([{ nested: { foo: 'baz', bar: true } }, { nested: { foo: 'qux', bar: false } }])
  @Example([{ nested: { foo: 'baz', bar: true } }, { nested: { foo: 'qux', bar: false } }])
  @Title('A list of objects')
  defaultedObject?: Defaulted<RootObject[]>;

  @Default([])
  @Title('[]')
  defaultedEmptySlice?: Defaulted<string[]>;
  @Default({})
  defaultedEmptyMap?: Defaulted<Record<string, string>>;
  @Default({})
  defaultedEmptyObject?: Defaulted<EmpiableObject>;

  /** Two markers of Go mean the same; here there is one decorator. */
  @Default('kubebuilder-default')
  doubleDefaultedString?: Defaulted<string>;
  @Default('forty-two')
  kubernetesDefaultedString?: Defaulted<string>;
  @Default(['a', 'b'])
  kubernetesDefaultedSlice?: Defaulted<string[]>;
  @Default([{ nested: { foo: 'baz', bar: true } }, { nested: { foo: 'qux', bar: false } }])
  kubernetesDefaultedObject?: Defaulted<RootObject[]>;
  @Default([])
  kubernetesDefaultedEmptySlice?: Defaulted<string[]>;
  @Default({})
  kubernetesDefaultedEmptyMap?: Defaulted<Record<string, string>>;
  @Default({})
  kubernetesDefaultedEmptyObject?: Defaulted<EmpiableObject>;

  /** A constant of another module. */
  @Default(DEFAULT_REF)
  kubernetesDefaultedRef?: Defaulted<string>;

  /** RE2 has classes of characters that RegExp has not; such a pattern is written as a text. */
  @Pattern('^$|^((https):\\/\\/?)[^\\s()<>]+(?:\\([\\w\\d]+\\)|([^[:punct:]\\s]|\\/?))$')
  patternObject!: string;

  @EmbeddedResource
  embeddedResource!: JsonObject;
  @PreserveUnknownFields
  unprunedJSON!: NestedObject;
  @PreserveUnknownFields
  @EmbeddedResource
  unprunedEmbeddedResource!: JsonObject;
  unprunedFomType!: Preserved;
  @PreserveUnknownFields
  unprunedFomTypeAndField!: Preserved;

  @ListMap('name', 'secondary')
  associativeList!: AssociativeType[];
  @ListMap('name')
  k8sAssociativeList!: AssociativeType[];
  @ListSet
  k8sSetList?: string[];
  @ListAtomic
  k8sAtomicList?: string[];
  @Associative
  nestedassociativeList!: AssociativeType[];
  @Associative
  k8sNestedAssociativeList!: AssociativeType[];

  @MapGranular
  @Values(Bytes)
  mapOfInfo!: Record<string, string>;
  @MapOfInfo
  nestedMapOfInfo!: Record<string, string>;
  @MapAtomic
  structWithSeveralFields!: NestedObject;
  nestedStructWithSeveralFields!: NestedStructWithSeveralFields;
  @MapAtomic
  nestedStructWithSeveralFieldsDoubleMarked!: NestedStructWithSeveralFields;
  justNestedObject?: JustNestedObject;

  explicitlyOptionalKubebuilder?: string;
  explicitlyOptionalKubernetes?: string;
  explicitlyOptionalK8s?: string;
  explicitlyRequiredKubebuilder!: string;
  explicitlyRequiredKubernetes!: string;
  explicitlyRequiredK8s!: string;

  minMaxProperties?: MinMaxObject;

  @Schemaless
  @Type('string')
  schemaless?: Uint8Array;

  @MaxLength(11)
  @MinLength(2)
  @Pattern('^((100|[0-9]{1,2})%|[0-9]+)$')
  intOrStringWithAPattern?: IntOrString;
  @Enum(1, 2, 'foo', 'bar')
  intOrStringWithEnum?: IntOrString;

  nestedMap?: Record<string, Record<string, string>>;
  nestedNestedMap?: Record<string, Record<string, Record<string, string>>>;
  nestedMapInStruct?: Record<string, ContainsNestedMap>;
  mapOfArraysOfFloats?: Record<string, boolean[]>;
  mapOfTextMarshalerKeys?: Record<string, string>;

  @Minimum(-0.5)
  @Maximum(1.5)
  @MultipleOf(0.5)
  floatWithValidations!: Double;
  @Minimum(-0.5)
  @Maximum(1.5)
  @MultipleOf(0.5)
  float64WithValidations!: Double;
  @Minimum(-2)
  @Maximum(2)
  @MultipleOf(2)
  intWithValidations!: Int64;
  @Minimum(-2)
  @Maximum(2)
  @MultipleOf(2)
  int32WithValidations!: Int32;

  @Validation('self.size() % 2 == 0', 'the length must be even')
  @Validation('true')
  stringWithEvenLength?: string;
  @Validation('self.size() % 2 == 0', { messageExpression: '"the length of " + self + " is odd"' })
  stringWithEvenLengthAndMessageExpression?: string;
  @Validation("self.startsWith('good-')", 'must start with good-')
  @EvenLength
  stringWithEvenLengthAndGoodPrefix?: string;

  /** A rule of the class speaks of it. */
  forbiddenInt?: Int64;

  array?: [Int64, Int64, Int64];
  arrayUsingCompositeLiteral?: [string, string, string];

  @Hosts
  hosts?: string[];
  @Items(Enum(0, 1, 3))
  enumSlice?: Int64[];
  @Hosts
  hostsAlias?: string[];
  aliasFromPackage?: string;

  stringAlias?: string;
  stringAliasPtr?: string;
  @MinLength(1)
  @MaxLength(255)
  stringAliasAddedValidation?: string;
  @ShortString
  stringAliasAlreadyValidated?: string;
  @Titled
  @Title('Said by the field')
  stringAliasWithAddedTitle?: string;
  @Titled
  stringAliasWithTitle?: string;

  @MinItems(2)
  @MaxItems(2)
  stringPair!: string[];
  @MinItems(3)
  @Items(LongerString)
  longerStringArray?: string[];

  @Items(MaxLength(10), MinLength(1), Pattern('^((100|[0-9]{1,2})%|[0-9]+)$'))
  intOrStringArrayWithAPattern?: IntOrString[];
  @Items(MaxLength(3), MinLength(1), Enum(1, 2, 'foo', 'bar'))
  intOrStringWithEnumSlice?: IntOrString[];

  @Default('TCP')
  protocol?: Defaulted<string>;
  selectableFieldString?: string;

  @Validation('oldSelf.hasValue() || self == 0', { message: 'starts at 0', optionalOldSelf: true })
  onlyAllowSettingOnUpdate?: Int32;

  @Minimum(1)
  @Maximum(10)
  locallyBoundedInteger?: Int32;
  @MinLength(1)
  @MaxLength(10)
  locallyBoundedString?: string;
  @ShortString
  @MinLength(10)
  @MaxLength(10)
  fieldLevelAliasOverride?: string;
  @LongerString
  @MinLength(10)
  @MaxLength(10)
  fieldLevelLocalDeclarationOverride?: string;
}
