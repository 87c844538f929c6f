// Jobs and CronJobs.

import { labelProblems, subdomainProblems } from '../../../schema/names.js';
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { child, count, type Draft, type DraftValue, draftOf, fill, items, madeChild, text } from '../draft.js';
import { isTimeZone, scheduleProblem } from './cron-schedule.js';
import { failurePolicyProblems } from './job-failure-policy.js';
import { selectorProblems, selects } from './label-selector.js';
import { templateProblems, unselected } from './pod-template.js';
import { changed, negative, supported } from './problems.js';

/** @param old of an update */
export function jobProblems(job: Draft, old: Draft | undefined): readonly FieldError[] {
  const spec = child(job, 'spec') ?? {};
  const before = old && (child(old, 'spec') ?? {});
  return [
    ...(before === undefined ? podNameProblems(job, spec) : changeProblems(spec, before, isHeldBack(old))),
    ...selectionProblems(spec),
    ...(spec.manualSelector === true ? [] : generatedProblems(job, spec)),
    ...jobSpecProblems(spec, 'spec'),
  ];
}

/** @param old of an update */
export function cronJobProblems(cronJob: Draft, old: Draft | undefined): readonly FieldError[] {
  const name = text(child(cronJob, 'metadata'), 'name');
  const spec = child(cronJob, 'spec') ?? {};
  const jobSpec = child(spec, 'jobTemplate', 'spec') ?? {};
  const path = 'spec.jobTemplate.spec';
  const selector = child(jobSpec, 'selector');
  return [
    // Jobs are named after it, and what they are named after.
    ...(old === undefined && name.length > 52
      ? [invalid('metadata.name', name, 'must be no more than 52 characters')]
      : []),
    ...scheduleProblems(text(spec, 'schedule'), text(child(old, 'spec'), 'schedule')),
    ...timeZoneProblems(spec.timeZone),
    ...negative(spec, 'spec', 'startingDeadlineSeconds'),
    ...supported(spec, 'spec', 'concurrencyPolicy', ['Allow', 'Forbid', 'Replace']),
    ...negative(spec, 'spec', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
    ...(selector === undefined ? [] : [invalid(`${path}.selector`, selector, '`selector` will be auto-generated')]),
    ...(jobSpec.manualSelector === true ? [notSupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
    ...jobSpecProblems(jobSpec, path),
  ];
}

const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];
const SELECTED_BY = 'batch.kubernetes.io/controller-uid';

/** A Job without a selector of its own selects by its uid, and labels its Pods with that. */
export function withJobLabels(object: ApiObject): ApiObject {
  const draft = draftOf(object);
  const spec = madeChild(draft, 'spec');
  if (spec.manualSelector === true) return object;
  // Without a name it will be refused, but not before it has been decoded once more.
  const { uid } = object.metadata;
  const { name = '' }: Partial<ApiObject['metadata']> = object.metadata;
  const labels = madeChild(madeChild(madeChild(spec, 'template'), 'metadata'), 'labels');
  for (const label of UID_LABELS) fill(labels, { [label]: uid });
  for (const label of NAME_LABELS) fill(labels, { [label]: name });
  fill(madeChild(madeChild(spec, 'selector'), 'matchLabels'), { [SELECTED_BY]: uid });
  return draft as unknown as ApiObject;
}

function jobSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  const podSpec = child(spec, 'template', 'spec') ?? {};
  return [
    ...negative(
      spec,
      path,
      'parallelism',
      'completions',
      'backoffLimit',
      'activeDeadlineSeconds',
      'ttlSecondsAfterFinished',
      'backoffLimitPerIndex',
      'maxFailedIndexes',
    ),
    ...managerProblems(text(spec, 'managedBy'), `${path}.managedBy`),
    ...supported(spec, path, 'completionMode', ['NonIndexed', 'Indexed']),
    ...(spec.completionMode === 'Indexed' ? indexedProblems(spec, path) : unindexedProblems(spec, path)),
    ...failurePolicyProblems(spec, path),
    ...supported(
      spec,
      path,
      'podReplacementPolicy',
      child(spec, 'podFailurePolicy') === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'],
    ),
    ...templateProblems(child(spec, 'template') ?? {}, `${path}.template`),
    ...endingProblems(podSpec, `${path}.template.spec.restartPolicy`),
  ];
}

/** A Job runs to its end, so its Pods must come to one. */
function endingProblems(podSpec: Draft, path: string): readonly FieldError[] {
  const policy = text(podSpec, 'restartPolicy');
  if (policy === 'Always' || policy === '') return [required(path, 'valid values: "OnFailure", "Never"')];
  return ['OnFailure', 'Never'].includes(policy) ? [] : [notSupported(path, policy, ['OnFailure', 'Never'])];
}

const MOST_INDEXED = 100_000;

function indexedProblems(spec: Draft, path: string): readonly FieldError[] {
  const { completions, maxFailedIndexes: failed } = spec;
  const tooMany = `must be less than or equal to ${MOST_INDEXED} when completion mode is Indexed`;
  return [
    ...(completions === undefined ? [required(`${path}.completions`, 'when completion mode is Indexed')] : []),
    ...(count(spec, 'parallelism') > MOST_INDEXED ? [invalid(`${path}.parallelism`, spec.parallelism, tooMany)] : []),
    ...(typeof failed === 'number' && failed > count(spec, 'completions')
      ? [invalid(`${path}.maxFailedIndexes`, failed, 'must be less than or equal to completions')]
      : []),
    ...(failed !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
  ];
}

function unindexedProblems(spec: Draft, path: string): readonly FieldError[] {
  return ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'].flatMap(name => {
    if (spec[name] === undefined) return [];
    // The internal type of the real server.
    const shown = name === 'successPolicy' ? { Rules: items(child(spec, name), 'rules') } : spec[name];
    return [invalid(`${path}.${name}`, shown, 'requires indexed completion mode')];
  });
}

function managerProblems(manager: string, path: string): readonly FieldError[] {
  if (manager === '') return [];
  const slash = manager.indexOf('/');
  if (slash <= 0 || slash === manager.length - 1) {
    return [invalid(path, manager, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const [domain] = manager.split('/', 1);
  return subdomainProblems(domain ?? '').map(problem => invalid(path, domain, problem));
}

/** The selector, be it given or made, has to select the template. */
function selectionProblems(spec: Draft): readonly FieldError[] {
  const selector = child(spec, 'selector');
  const labels = child(spec, 'template', 'metadata', 'labels');
  const wrong = selector === undefined ? [required('spec.selector')] : selectorProblems(selector, 'spec.selector');
  const mayDiffer = selector !== undefined && wrong.length > 0;
  const selected = selector !== undefined && (mayDiffer || selects(selector, labels ?? {}));
  return [...wrong, ...(selected ? [] : [unselected('spec.template', labels)])];
}

/** What the server made must still be there as it was made. */
function generatedProblems(job: Draft, spec: Draft): readonly FieldError[] {
  const metadata = child(job, 'metadata');
  const labels = child(spec, 'template', 'metadata', 'labels') ?? {};
  const selector = child(spec, 'selector');
  const expected = (names: readonly string[], value: string) =>
    names.flatMap(name =>
      labels[name] === value ? [] : [invalid(`spec.template.metadata.labels[${name}]`, labels, `must be '${value}'`)],
    );
  const made = selector === undefined || sameJson(selector, { matchLabels: { [SELECTED_BY]: text(metadata, 'uid') } });
  return [
    ...expected(UID_LABELS, text(metadata, 'uid')),
    ...expected(NAME_LABELS, text(metadata, 'name')),
    ...(made ? [] : [invalid('spec.selector', selector, '`selector` not auto-generated')]),
  ];
}

/** Pods of an indexed Job are named after it and their index, which has to make the name of a host. */
function podNameProblems(job: Draft, spec: Draft): readonly FieldError[] {
  if (spec.completionMode !== 'Indexed' || count(spec, 'completions') < 1) return [];
  const name = text(child(job, 'metadata'), 'name');
  const last = `${name}-${count(spec, 'completions') - 1}`;
  if (labelProblems(last).length === 0) return [];
  return [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${last}`)];
}

/** Whether nothing of the Job has started yet, so that where it runs may still change. */
function isHeldBack(job: Draft | undefined): boolean {
  return child(job, 'spec')?.suspend === true && child(job, 'status')?.startTime === undefined;
}

function changeProblems(spec: Draft, old: Draft, heldBack: boolean): readonly FieldError[] {
  const [template, before] = [child(spec, 'template') ?? {}, child(old, 'template') ?? {}];
  const [podSpec, podSpecBefore] = [child(template, 'spec') ?? {}, child(before, 'spec') ?? {}];
  const templateChanges = heldBack
    ? changedBeyond(unplaced(podSpec), unplaced(podSpecBefore), podSpec, 'spec.template.spec')
    : changedBeyond(template, before, template, 'spec.template');
  const fixed = [
    'selector',
    'completionMode',
    'podFailurePolicy',
    'backoffLimitPerIndex',
    'managedBy',
    'successPolicy',
  ];
  return [
    ...completionsProblems(spec, old),
    ...templateChanges,
    ...fixed.flatMap(name => changed(spec[name], old[name], `spec.${name}`)),
  ];
}

/** @param shown what is told to be immutable when its fixed part has changed */
function changedBeyond(fixed: Draft, before: Draft, shown: Draft, path: string): readonly FieldError[] {
  return sameJson(fixed, before) ? [] : [invalid(path, shown, 'field is immutable')];
}

/** What of a Pod is not about where it runs and how much of that it gets. */
function unplaced(podSpec: Draft): Draft {
  const { nodeSelector: _, tolerations: __, schedulingGates: ___, affinity, ...rest } = podSpec;
  const { nodeAffinity: ____, ...others } = (affinity ?? {}) as Draft;
  const unsized = (list: string) => items(podSpec, list).map(({ resources: _____, ...container }) => container);
  return {
    ...rest,
    ...(Object.keys(others).length > 0 && { affinity: others }),
    containers: unsized('containers'),
    initContainers: unsized('initContainers'),
  };
}

function completionsProblems(spec: Draft, old: Draft): readonly FieldError[] {
  const path = 'spec.completions';
  if (spec.completionMode !== 'Indexed') return changed(spec.completions, old.completions, path);
  if (spec.completions === undefined || spec.completions === spec.parallelism) return [];
  return changed(spec.completions, old.completions, path, 'can only be modified in tandem with spec.parallelism');
}

function scheduleProblems(schedule: string, old: string): readonly FieldError[] {
  if (schedule === '') return [required('spec.schedule')];
  const problem = scheduleProblem(schedule);
  const zoned = schedule.includes('TZ') && !old.includes('TZ');
  return [
    ...(problem === undefined ? [] : [invalid('spec.schedule', schedule, problem)]),
    ...(zoned
      ? [invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
      : []),
  ];
}

function timeZoneProblems(zone: DraftValue | undefined): readonly FieldError[] {
  if (typeof zone !== 'string') return [];
  const path = 'spec.timeZone';
  if (zone === '') return [invalid(path, zone, 'timeZone must be nil or non-empty string')];
  const explicit = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
  return [
    ...(zone.toLowerCase() === 'local' ? [invalid(path, zone, explicit)] : []),
    // Go knows that of the machine by this name.
    ...(isTimeZone(zone) || zone === 'Local' ? [] : [invalid(path, zone, `unknown time zone ${zone}`)]),
  ];
}
