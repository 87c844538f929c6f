// The versions beside the stored one.
import { CustomResource, type Int32, Maximum, Minimum, MinLength, MultipleOf, Resource } from 'kubewright';

export class OldSpec {
  @MinLength(4)
  twoOfAKindPart0!: string;

  @Minimum(-2)
  @Maximum(2)
  @MultipleOf(2)
  int32WithValidations!: Int32;
}

/** Says nothing, and makes the status a subresource. */
export class OldStatus {}

@Resource({ group: 'testdata.kubebuilder.io', version: 'v1beta1', kind: 'CronJob', served: false })
export class OldCronJob extends CustomResource<OldSpec | undefined, OldStatus> {}

@Resource({
  group: 'testdata.kubebuilder.io',
  version: 'v1beta2',
  kind: 'CronJob',
  deprecated: 'v1 is what to use; this version may do anything but start jobs',
})
export class BareCronJob extends CustomResource<undefined, OldStatus> {}
