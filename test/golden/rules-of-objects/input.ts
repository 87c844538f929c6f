// Rules at classes, of fields that keep their value, and of fields that exclude each other.
import {
  AtLeastOneOf,
  AtMostOneOf,
  CustomResource,
  ExactlyOneOf,
  ExternalDocs,
  Immutable,
  type Int32,
  Items,
  MapAtomic,
  MaxProperties,
  MinProperties,
  PreserveUnknownFields,
  Resource,
  Title,
  Validation,
} from 'kubewright';

interface Choice {
  first?: string;
  second?: string;
}

@Validation('!has(self.a) || self.a != self.name', { message: 'a is not the name', fieldPath: '.a' })
export abstract class Named {
  name!: string;
  a?: string;
}

/** The rules of its base hold too, and come first. */
@AtLeastOneOf('e', 'f')
@AtMostOneOf('a', 'b')
@ExactlyOneOf('c', 'd')
@Validation('self.name != ""')
export class Members extends Named {
  b?: string;
  c?: string;
  d?: string;
  e?: string;
  f?: string;
}

/** Names that rules in CEL write otherwise. */
@AtMostOneOf('namespace', 'a-b', 'x.y/z')
export class Escaped {
  namespace?: string;
  'a-b'?: string;
  'x.y/z'?: string;
  @Immutable
  'once-set'?: string;
}

@MapAtomic
@MinProperties(1)
@MaxProperties(2)
@Title('A pair')
@ExternalDocs('https://example.com/pairs')
@PreserveUnknownFields
export class Pair {
  left?: Int32;
  right?: Int32;
}

/** As in the sample of controller-tools. */
export class Kept {
  @Immutable requiredString!: string;
  @Immutable optionalString?: string;
  @Immutable requiredStruct!: Choice;
  @Immutable optionalStruct?: Choice;
  @Immutable requiredSlice!: string[];
  @Immutable optionalSlice?: string[];
  @Immutable requiredMap!: Record<string, string>;
  @Immutable optionalMap?: Record<string, string>;
  mutableString!: string;
}

@Validation('has(self.kept) || !has(oldSelf.kept)', 'kept stays')
export class Spec {
  members?: Members;
  escaped?: Escaped;
  @Title('Another pair')
  pair?: Pair;
  kept?: Kept;
  /** Interfaces have no decorators, so their rules stand at the field. */
  @ExactlyOneOf('first', 'second')
  choice?: Choice;
  @Items(AtMostOneOf('first', 'second'))
  choices?: Choice[];
}

@Validation("self.metadata.name.startsWith('o')", 'names start with o')
@Title('Objects')
@Resource({ group: 'example.com', version: 'v1', kind: 'Obj' })
export class Obj extends CustomResource<Spec> {}
