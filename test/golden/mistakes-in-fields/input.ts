// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { CustomResource, Default, type Defaulted, type Int32, ListMap, Maximum, Minimum, MinLength, Resource } from 'kubewright';

const limit: number = Number(process.env.LIMIT);

export class Item {
  name?: string;
}

export class Piece {
  parts!: string[];
}

export class Spec {
  // The bound is on a text.
  @Minimum(1 as any)
  image?: string;

  // The default is below the bound.
  @Minimum(10) @Default(5)
  replicas?: Defaulted<Int32>;

  // The bounds leave nothing.
  @Minimum(10) @Maximum(1)
  nothing?: Int32;

  // A whole number has no bound between two numbers.
  @Minimum(0.5)
  third?: Int32;

  // A length below zero.
  @MinLength(-1)
  short?: string;

  // A default of another type.
  @Default('six' as any)
  port?: Defaulted<Int32>;

  // A default that the enum does not hold.
  @Default('silver' as any)
  tier?: Defaulted<'gold' | 'bronze'>;

  // Not known before the program runs.
  @Maximum(limit)
  late?: Int32;

  // The key may be missing.
  @ListMap('name' as never)
  items?: Item[];

  // There is no such key.
  @ListMap('nome' as never)
  others?: Item[];

  // The key is a list, and is said twice.
  @ListMap('parts' as never, 'parts' as never)
  pieces?: Piece[];

  // Said twice.
  @MinLength(1)
  @MinLength(2)
  twice?: string;

  // It may be left out, but nothing is there then.
  half?: Defaulted<string>;

  // It is always there, but not written so.
  @Default('x' as never)
  full?: string;

  // It does not fit into 32 bits.
  @Maximum(4294967296)
  wide?: Int32;

  // Two of the sizes are too small.
  @Minimum(3)
  sizes?: 1 | 2 | 4;
}

export class Unused {
  @MinLength(1)
  text!: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Wrong' })
export class Wrong extends CustomResource<Spec> {}
