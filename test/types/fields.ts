// What the decorators of fields take and refuse; compiled, never run.
import {
  type Condition,
  Default,
  type Defaulted,
  type Double,
  type Int32,
  type Int64,
  type IntOrString,
  ListMap,
  Maximum,
  Minimum,
  MinLength,
  type Quantity,
} from 'kubewright';

type PortNumber = Int32;
const DEFAULT_PORT = 6379;
const LOWEST = 1;

interface Port {
  port: Int32;
  name?: string;
}

export class Bounds {
  @Minimum(0) @Maximum(9) required!: Int32;
  @Minimum(0) @Maximum(9) optional?: Int64;
  @Minimum(0.5) @Maximum(9.5) nullable?: Double | null;
  @Minimum(LOWEST) alias!: PortNumber;
  @Minimum(0) defaulted?: Defaulted<Int32>;
  @Minimum(0) plain!: number;
  @Maximum(3) literals!: 1 | 2 | 3;

  // @ts-expect-error a string
  @Minimum(0) image!: string;
  // @ts-expect-error an optional string
  @Minimum(0) hint?: string;
  // @ts-expect-error a nullable string
  @Maximum(0) note!: string | null;
  // @ts-expect-error a string or a number
  @Minimum(0) mixed!: IntOrString;
  // @ts-expect-error a defaulted string
  @Maximum(0) tag?: Defaulted<string>;
  // @ts-expect-error a boolean
  @Minimum(0) on!: boolean;
  // @ts-expect-error an array of numbers
  @Minimum(0) list!: Int32[];
  // @ts-expect-error an object
  @Minimum(0) port!: Port;
  // @ts-expect-error the bound is text
  @Minimum('0') bound!: Int32;
  // @ts-expect-error no bound
  @Minimum() none!: Int32;
}

export class Lengths {
  @MinLength(1) required!: string;
  @MinLength(1) optional?: string;
  @MinLength(1) nullable!: string | null;
  @MinLength(1) literals!: 'a' | 'b';
  @MinLength(1) defaulted?: Defaulted<string>;
  @MinLength(1) mixed!: IntOrString;
  @MinLength(1) amount!: Quantity;

  // @ts-expect-error a number
  @MinLength(1) n!: Int32;
  // @ts-expect-error a boolean
  @MinLength(1) on?: boolean;
  // @ts-expect-error an array of strings
  @MinLength(1) list!: string[];
  // @ts-expect-error a map of strings
  @MinLength(1) map!: Record<string, string>;
  // @ts-expect-error the length is text
  @MinLength('1') length!: string;
}

export class Defaults {
  @Default(1) n?: Defaulted<Int32>;
  @Default('a') s?: Defaulted<string>;
  @Default(true) on?: Defaulted<boolean>;
  @Default('A') mode?: Defaulted<'A' | 'B'>;
  @Default('a') nothing?: Defaulted<string | null>;
  @Default([]) list?: Defaulted<string[]>;
  @Default([{ port: 1 }]) ports?: Defaulted<Port[]>;
  @Default({ tier: 'cache' }) labels?: Defaulted<Record<string, string>>;
  @Default({ port: 1 }) port?: Defaulted<Port>;
  @Default('50%') surge?: Defaulted<IntOrString>;
  @Default(DEFAULT_PORT) constant?: Defaulted<Int32>;
  @Minimum(0) @Maximum(9) @Default(1) bounded?: Defaulted<Int32>;

  // @ts-expect-error text for a number
  @Default('1') text?: Defaulted<Int32>;
  // @ts-expect-error not one of the literals
  @Default('C') other?: Defaulted<'A' | 'B'>;
  // @ts-expect-error null where the field is never null
  @Default(null) never?: Defaulted<string>;
  // @ts-expect-error null is no default, also where the field may be null
  @Default(null) nullable?: Defaulted<string | null>;
  // @ts-expect-error a misspelled field of an item
  @Default([{ prt: 1 }]) items?: Defaulted<Port[]>;
  // @ts-expect-error a required field of the object is missing
  @Default({ name: 'a' }) object?: Defaulted<Port>;
  // @ts-expect-error a required field has no default
  @Default(1) required!: Int32;
  // @ts-expect-error an optional field that may be absent when read
  @Default(1) optional?: Int32;
  // @ts-expect-error Defaulted, but not optional when written
  @Default(1) notOptional!: Defaulted<Int32>;
}

export class ListMaps {
  @ListMap('type') conditions?: Condition[];
  @ListMap('port') ports!: Port[];
  @ListMap('type', 'status') twoKeys?: Condition[];
  @ListMap('port', 'protocol') defaultedKey?: { port: Int32; protocol?: Defaulted<string> }[];

  // @ts-expect-error no such key
  @ListMap('typ') misspelled?: Condition[];
  // @ts-expect-error a key that may be missing
  @ListMap('name') optionalKey?: Port[];
  // @ts-expect-error the second key is not there
  @ListMap('port', 'host') second?: Port[];
  // @ts-expect-error an array of strings
  @ListMap('type') strings?: string[];
  // @ts-expect-error no array
  @ListMap('port') single?: Port;
  // @ts-expect-error no key
  @ListMap() none?: Condition[];
}

// A rule that stands alone has no field to be checked against, and fits none.
const detached = Minimum;
export class Detached {
  // @ts-expect-error the field is a string
  @detached(0) image!: string;
}
