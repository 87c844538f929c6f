import { CustomResource, Default, type Defaulted, type Int32, Minimum, MinLength, Resource } from 'kubewright';
// Through two files that only pass it on.
import { type Endpoint as Target, type Weighted } from './all.js';

/** A part of a longer list. */
abstract class Paged<Item, Mode extends string = 'Whole' | 'Cut'> {
  items!: Item[];
  mode?: Mode;
  /** Where the next part begins. */
  @MinLength(1) next?: string;
}

/** Endpoints, part by part. */
export class EndpointPage extends Paged<Target> {
  total?: Int32;
}

/** An alias with a parameter. */
type Named<Value> = { readonly name: string; readonly value: Value };

type ListOf<T> = ReadonlyArray<T>;

type Spread = 'Zone' | 'Node' | 'Any';

/** Settles on one of two. */
type Rule<T> = T extends number ? { limit: T } : { text: T };

interface Limited {
  limits?: { most?: Int32 };
}

interface Routed extends Limited {
  paths?: string[];
}

/** Routes. */
export class RouteSpec implements Routed {
  pages?: EndpointPage;
  cut?: Paged<Weighted<Target>, 'Soft' | 'Hard'>;
  header?: Named<string>;
  spread?: Named<Spread>;
  levels?: Named<'warn' | 'info' | 'debug'>;
  names?: ListOf<Named<Int32>>;
  numbers?: Rule<Int32>;
  texts?: Rule<string>;
  limits?: { most?: Int32 };
  paths?: string[];
  more?: Routed;

  @Minimum(1)
  @Default(8)
  size?: Defaulted<Int32>;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Route' })
export class Route extends CustomResource<RouteSpec> {}
