import { CustomResource, Default, type Defaulted, type Int32, Minimum, MinLength, Resource, Validation } from 'kubewright';

enum Color {
  Red,
  Green,
}

enum Computed {
  Length = 'length'.length,
}

class Full {
  @Minimum(2) count!: Int32;
}

class Short {
  @MinLength(3) name!: string;
}

interface Long {
  name: string;
}

class Filled {
  kind!: 'filled';
  @Default(1) width?: Defaulted<Int32>;
}

interface Branch {
  name: string;
  leaves: { of?: Record<string, Twig> };
}

interface Twig {
  branches?: Branch[];
}

interface Deeper<T> {
  value: T;
  next?: Deeper<T[]>;
}

type Nested = Nested[];

class Texts extends Array<string> {}

export class Spec {
  color?: Color;
  computed?: Computed;
  lists?: { [K in keyof Full]: Full[K][] };
  both?: Long & Short;
  different?: { type: 'a'; value: string } | { type: 'b'; value: Int32 };
  filled?: Filled | { kind: 'empty' };
  named?: { kind: 'a'; 'two words': string } | { kind: 'b' };
  apart?: { a: string } | { b: string };
  maps?: Record<string, string> | Record<string, Int32>;
  branch?: Branch;
  deeper?: Deeper<string>;
  nested?: Nested;
  texts?: Texts;
  pair?: [name: string, size: Int32];
  words?: readonly ['b', 'a'];
  none?: [];
  amount?: `${number}m`;
  upper?: Uppercase<string>;
  mixed?: 'auto' | boolean;
  oneOrMore?: string | string[];
  nodes?: string | { name: string };
  keys?: Record<`${number}`, string>;
  perKey?: { [a: `a-${string}`]: string; [b: `b-${string}`]: Int32 };
  ruled?: Ruled | { kind: 'free' };
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Union' })
export class Union extends CustomResource<Spec> {}

// Doubles with every level.
interface Wide<T> {
  a?: T;
  b?: T;
}
type Wide4<T> = Wide<{ a?: Wide<{ a?: T; b?: T }>; b?: Wide<{ a?: T; b?: T }> }>;
interface L1 extends Wide4<Int32> {}
interface L2 extends Wide4<L1> {}
interface L3 extends Wide4<L2> {}
interface L4 extends Wide4<L3> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Great' })
export class Great extends CustomResource<L4> {}

@Validation('self.size > 0')
class Ruled {
  kind!: 'ruled';
  size!: Int32;
}
