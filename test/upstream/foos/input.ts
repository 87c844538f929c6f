import { CustomResource, Default, type Defaulted, Example, Resource } from 'kubewright';

export class FooSpec {
  /** The server fills this in where it is missing, in every version. */
  @Default('fooDefaultString')
  @Example('fooExampleString')
  defaultedString?: Defaulted<string>;
}

export class FooStatus {}

/** Foo is one of two kinds that are alike. */
@Resource({ group: 'bar.example.com', version: 'foo', kind: 'Foo' })
export class Foo extends CustomResource<FooSpec | undefined, FooStatus> {}
