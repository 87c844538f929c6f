// The acid test: one kind in three versions, with every rule that a field can have and a whole JobTemplateSpec.
import { CustomResource, type Int64, type MicroTime, Resource, SelectableField, type Time } from 'kubewright';
import type { ObjectReference } from 'kubewright/kinds';
import type { CronJobSpec } from './spec.js';

export * from './unserved.js';

interface RunTime {
  value: Int64;
}

export class CronJobStatus {
  /** What runs now. */
  active?: ObjectReference[];
  lastScheduleTime?: Time;
  /** In milliseconds since 1970. */
  lastScheduleTime2?: Int64;
  lastScheduleMicroTime?: MicroTime;
  lastActiveLogURL?: string;
  lastActiveLogURL2?: string;
  lastActiveLogURL3?: string;
  lastActiveLogURL4?: string;
  duration?: RunTime;
}

/** CronJob starts jobs at the times of a schedule. */
@Resource({
  group: 'testdata.kubebuilder.io',
  version: 'v1',
  kind: 'CronJob',
  singular: 'mycronjob',
  storage: true,
  annotations: {
    'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/controller-tools',
    'cert-manager.io/inject-ca-from-secret': 'cert-manager/cert-manager-webhook-ca',
  },
})
@SelectableField('.spec.selectableFieldString')
export class CronJob extends CustomResource<CronJobSpec | undefined, CronJobStatus> {}
