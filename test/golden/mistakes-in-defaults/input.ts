import { CustomResource, Default, type Defaulted, type Int32, Resource, Validation } from 'kubewright';

@Validation('self.least <= self.most', 'least must not be more than most')
export class Range {
  least!: Int32;
  most!: Int32;
}

export class DialSpec {
  @Default(7)
  @Validation('self % 2 == 0', { messageExpression: "'%d is odd'.format([self])" })
  even?: Defaulted<Int32>;

  @Default({ least: 9, most: 1 })
  range?: Defaulted<Range>;

  @Default(8)
  @Validation('self >= oldSelf', 'it only grows')
  growing?: Defaulted<Int32>;

  @Default(1)
  @Validation('oldSelf.hasValue() || self > 5', { message: 'it begins above five', optionalOldSelf: true })
  begins?: Defaulted<Int32>;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Dial' })
export class Dial extends CustomResource<DialSpec> {}
