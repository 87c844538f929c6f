import { CustomResource, type Int32, Maximum, Minimum, MinLength, Resource } from 'kubewright';
import type { CronJobSpec } from './unserved.js';

export class JobSpec {
  /** How people call it. */
  @MinLength(5)
  friendlyName!: string;

  /** How often it may run. */
  @Minimum(0)
  @Maximum(10)
  count!: Int32;

  /** A type of another module. */
  crongJob!: CronJobSpec;
}

/** Job is a small kind. */
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1beta1', kind: 'Job' })
export class Job extends CustomResource<JobSpec> {}
