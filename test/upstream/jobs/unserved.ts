import { type Int32, Maximum, Minimum, MinLength, MultipleOf } from 'kubewright';

export class CronJobSpec {
  /** Has its rule from the field. */
  @MinLength(4)
  twoOfAKindPart0!: string;

  @Minimum(-2)
  @Maximum(2)
  @MultipleOf(2)
  int32WithValidations!: Int32;
}
