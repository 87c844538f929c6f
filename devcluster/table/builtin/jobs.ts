// The rows of Jobs and CronJobs.
import { ageOf, humanDuration } from '../age.js';
import { builtinPrinter } from '../builtin-printer.js';
import { containerCells, type PodTemplate } from '../container-cells.js';
import { type LabelSelector, selectorText } from '../selector-text.js';
import { NONE } from '../words.js';

interface JobSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly selector?: LabelSelector;
  readonly template: PodTemplate;
}

interface Job {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec: JobSpec;
  readonly status?: {
    readonly succeeded?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export const jobPrinter = builtinPrinter<Job>('batch/Job', (job, now) => ({
  Status: statusOf(job),
  Completions: completionsOf(job),
  Duration: durationOf(job, now),
  ...containerCells(job.spec.template),
  Selector: selectorText(job.spec.selector) || NONE,
}));

interface CronJob {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly jobTemplate: { readonly spec: JobSpec };
  };
  readonly status?: { readonly active?: readonly object[]; readonly lastScheduleTime?: string };
}

export const cronJobPrinter = builtinPrinter<CronJob>('batch/CronJob', ({ spec, status }, now) => ({
  Schedule: spec.schedule,
  Timezone: spec.timeZone ?? NONE,
  Suspend: spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
  Active: status?.active?.length ?? 0,
  'Last Schedule': status?.lastScheduleTime === undefined ? NONE : ageOf(status.lastScheduleTime, now),
  ...containerCells(spec.jobTemplate.spec.template),
  Selector: selectorText(spec.jobTemplate.spec.selector) || NONE,
}));

function statusOf({ metadata, status }: Job): string {
  const has = (type: string) => status?.conditions?.find(condition => condition.type === type)?.status === 'True';
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completionsOf({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const { parallelism = 0 } = spec;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf({ status }: Job, now: Date): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now.getTime() : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}
