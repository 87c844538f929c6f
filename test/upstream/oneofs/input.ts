import {
  AtLeastOneOf,
  AtMostOneOf,
  CustomResource,
  ExactlyOneOf,
  type Int32,
  Resource,
  Rules,
  Validation,
} from 'kubewright';

@Validation('!(has(self.foo) && has(self.bar))', 'foo and bar exclude each other')
@AtMostOneOf('foo', 'bar')
export class TypeWithOneofs {
  foo?: string;
  bar?: string;
}

@AtMostOneOf('a', 'b')
@AtMostOneOf('c', 'd')
export class TypeWithMultipleOneofs {
  a?: string;
  b?: string;
  c?: string;
  d?: string;
}

@ExactlyOneOf('foo', 'bar')
export class TypeWithExactOneofs {
  foo?: string;
  bar?: string;
}

@ExactlyOneOf('a', 'b')
@ExactlyOneOf('c', 'd')
export class TypeWithMultipleExactOneofs {
  a?: string;
  b?: string;
  c?: string;
  d?: string;
}

@AtLeastOneOf('a', 'b')
@AtLeastOneOf('c', 'd')
export class TypeWithMultipleAtLeastOneofs {
  a?: string;
  b?: string;
  c?: string;
  d?: string;
}

@AtMostOneOf('a', 'b')
@ExactlyOneOf('c', 'd')
@AtLeastOneOf('e', 'f')
export class TypeWithAllOneofs {
  a?: string;
  b?: string;
  c?: string;
  d?: string;
  e?: string;
  f?: string;
}

/** Go tells `omitzero` from `omitempty`; a field of TypeScript may be left out, or not. */
@AtMostOneOf('foo', 'bar')
export class TypeWithOmitZero {
  foo?: string;
  bar?: string;
}

@ExactlyOneOf('a', 'b')
export class TypeWithOmitZeroExact {
  a?: string;
  b?: string;
}

@AtLeastOneOf('c', 'd')
export class TypeWithOmitZeroAtLeastOneOf {
  c?: string;
  d?: string;
}

const CustomTypeAlias = Rules<Int32>(Validation('self >= 100 && self <= 1000', 'from 100 to 1000'));

export class OneofSpec {
  firstTypeWithOneof?: TypeWithOneofs;
  secondTypeWithOneof?: TypeWithMultipleOneofs;
  firstTypeWithExactOneof?: TypeWithExactOneofs;
  secondTypeWithExactOneof?: TypeWithMultipleExactOneofs;
  typeWithMultipleAtLeastOneOf?: TypeWithMultipleAtLeastOneofs;
  typeWithAllOneOf?: TypeWithAllOneofs;
  typeWithOmitZero?: TypeWithOmitZero;
  typeWithOmitZeroExact?: TypeWithOmitZeroExact;
  typeWithOmitZeroAtLeastOneOf?: TypeWithOmitZeroAtLeastOneOf;

  @CustomTypeAlias
  firstCustomTypeAlias?: Int32;

  /** The bundle's rule is there once, however often it is used. */
  @CustomTypeAlias
  secondCustomTypeAlias?: Int32;
}

/** Shows fields that exclude or need each other. */
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1beta1', kind: 'Oneof' })
export class Oneof extends CustomResource<OneofSpec> {}
