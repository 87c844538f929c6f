// What types cannot refuse, or what a cast hides from them.
import {
  AtMostOneOf,
  CustomResource,
  Default,
  type Defaulted,
  EmbeddedResource,
  Enum,
  Example,
  ExternalDocs,
  Format,
  Immutable,
  type Int32,
  Items,
  Keys,
  ListAtomic,
  ListMap,
  ListSet,
  MapAtomic,
  Maximum,
  MaxItems,
  MaxLength,
  MaxProperties,
  Minimum,
  MinItems,
  MinLength,
  MinProperties,
  MultipleOf,
  Pattern,
  Resource,
  Schemaless,
  type Time,
  Title,
  Type,
  Validation,
  Values,
} from 'kubewright';

const hidden = (n: number) => Minimum<any, any>(n);

interface Pair { a?: string; b: string; 'x y'?: string; 'z!'?: string }

@Title('unused') @MinProperties(1)
class Unused { a?: string }

@Minimum(1 as never)
class Part {
  a?: string;
  @Minimum(1) static count: Int32;
  @ListSet method() {}
  @Resource({ group: 'a.b', version: 'v1', kind: 'A' } as never) c?: string;
}

class Spec {
  @Minimum a1!: Int32;
  @ListSet() a2!: string[];
  @MinLength(5) @MaxLength(4) a3?: string;
  @MinItems(5) @MaxItems(4) a4?: string[];
  @MinProperties(5) @MaxProperties(4) a5?: Record<string, string>;
  @MinItems(-1) @MaxItems(1.5) a6?: string[];
  @MultipleOf(0) a7?: Int32;
  @MultipleOf(0.5) a8?: Int32;
  @Minimum(11) @Maximum(19) @MultipleOf(10) a9?: Int32;
  @Minimum(1, { exclusive: true }) @Maximum(2, { exclusive: true }) a10?: Int32;
  @Minimum(1, { exclusive: 3 as never }) a11?: Int32;
  @Pattern(/a(?=b)/) a12?: string;
  @Pattern('a(') a13?: string;
  @Pattern(/a/gi) a14?: string;
  @Pattern(5 as never) a15?: string;
  @Enum('a', 'b', 'a') a16?: string;
  @Enum(5 as never) a17?: string;
  @Enum('z' as never, 'x') a18?: 'x' | 'y';
  @Enum('a') a19?: string | null;
  @Enum('a', 'bbb') @MaxLength(2) a20?: string;
  @Enum('a' as never) a21?: string[];
  @ListSet a22?: Pair[];
  @ListSet @Items(ListMap('b')) a23?: Pair[][];
  @ListSet a24?: (string | null)[];
  @Items(ListMap('a' as never, 'c' as never)) a25?: Pair[][];
  @ListSet @ListAtomic a26?: string[];
  @Format('ipv5') a27?: string;
  @Format('date') a28?: Time;
  @Validation('') a29?: string;
  @Validation('self ==\n 1') a30?: string;
  @Validation('self == 1', 'a\nb') a31?: string;
  @Validation('self.a', { reason: 'FieldValueInvald' as never, fieldPath: '.c', messageExpression: ' ' }) a32?: Pair;
  @AtMostOneOf('a', 'b' as never) a33?: Pair;
  @AtMostOneOf('a', 'c' as never) a34?: Pair;
  @AtMostOneOf('a', 'a') a35?: Pair;
  @AtMostOneOf('a', 'z!') a36?: Pair;
  @Schemaless a37?: unknown;
  @Type('string') a38?: string;
  @EmbeddedResource a39?: Record<string, string>;
  @EmbeddedResource a40?: Part;
  @Keys(Validation('self == oldSelf')) a42?: Record<string, string>;
  @Keys(Validation('true', { messageExpression: '1' })) a43?: Record<string, string>;
  @Keys(MinLength(-1)) a44?: Record<string, string>;
  @ExternalDocs('nope') a45?: string;
  @Example('nope') @Pattern('^a') a46?: string;
  @hidden(3) a47?: Int32;
  @Items(hidden(3)) a48?: Int32[];
  a50: Int32 = 1;
  @Items(MinLength<any, any>(1) as never) a51?: string;
  @Values(MinLength<any, any>(1) as never) a52?: string;
  @MinProperties(9) a53?: Pair;
  @MaxProperties(0) a54?: Pair;
  @Default('x') @Pattern('^a') @MaxLength(3) a55?: Defaulted<string>;
  @Immutable 'a 57'?: string;
  @Default(3) @MultipleOf(2) a58?: Defaulted<Int32>;
  @Title(3 as never) a59?: string;
  @Default(['a', 'a']) @ListSet a60?: Defaulted<string[]>;
  @MinLength(1) @MinLength(2) a61?: string;
  @MapAtomic a62?: any;
  @Items(Resource({ group: 'a.b', version: 'v1', kind: 'A' })) a63?: string[];
  part?: Part;
}
@MinProperties(1) @MapAtomic
@Resource({group:'example.com',version:'v1',kind:'Thing'}) export class T extends CustomResource<Spec> {}
