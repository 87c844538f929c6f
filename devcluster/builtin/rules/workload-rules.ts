// Deployments, ReplicaSets, StatefulSets, DaemonSets, ReplicationControllers, Jobs, CronJobs.
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { TEMPLATE_GENERATION } from '../defaults/workload-defaults.js';
import { child, type Draft, draftOf, fill, madeChild, text } from '../draft.js';
import { podSpecProblems, supported } from './pod-spec.js';
import { changed, negative, selectorProblems, selects } from './problems.js';
import { countStatus, replicaStatus } from './replica-status.js';

const REPLICA_SET_STATUS = replicaStatus(['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']);

/** By `group/resource`. */
export const WORKLOAD_RULES: Readonly<Record<string, KindRules>> = {
  'apps/deployments': workload(
    (spec, old) => [
      ...negative(spec, 'spec', 'replicas'),
      ...selectorAndTemplate(spec, 'deployment', true),
      ...strategyProblems(child(spec, 'strategy') ?? {}),
      ...negative(spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'),
      ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
    ],
    replicaStatus(
      ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
      ['unavailableReplicas', 'terminatingReplicas'],
    ),
  ),
  'apps/replicasets': workload(
    (spec, old) => [
      ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
      ...selectorAndTemplate(spec, 'replica set', true),
      ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
    ],
    REPLICA_SET_STATUS,
  ),
  'apps/statefulsets': workload(
    (spec, old) =>
      old === undefined
        ? [
            ...(['OrderedReady', 'Parallel'].includes(text(spec, 'podManagementPolicy'))
              ? []
              : [
                  invalid('spec.podManagementPolicy', spec.podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"),
                ]),
            ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
            ...selectorAndTemplate(spec, 'statefulset', true),
          ]
        : [...statefulSetChanges(spec, old), ...negative(spec, 'spec', 'replicas', 'minReadySeconds')],
    replicaStatus(['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas']),
  ),
  'apps/daemonsets': {
    ...workload(
      (spec, old) => [
        ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
        ...selectorAndTemplate(spec, 'daemonset', true),
        ...negative(spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit'),
      ],
      countStatus(
        'currentNumberScheduled',
        'numberMisscheduled',
        'desiredNumberScheduled',
        'numberReady',
        'observedGeneration',
        'updatedNumberScheduled',
        'numberAvailable',
        'numberUnavailable',
      ),
    ),
    prepareForCreate: object => withTemplateGeneration(object, 1),
    prepareForUpdate: (object, old) => {
      const before = draftOf(old);
      const grown = sameJson(child(draftOf(object), 'spec', 'template'), child(before, 'spec', 'template')) ? 0 : 1;
      return withTemplateGeneration(
        object,
        Number(child(before, 'metadata', 'annotations')?.[TEMPLATE_GENERATION] ?? 1) + grown,
      );
    },
  },
  '/replicationcontrollers': workload(
    spec => [
      ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
      ...(child(spec, 'selector') === undefined ? [required('spec.selector')] : []),
      ...(child(spec, 'template') === undefined
        ? [required('spec.template')]
        : podSpecProblems(child(spec, 'template', 'spec') ?? {}, 'spec.template.spec')),
    ],
    REPLICA_SET_STATUS,
  ),
  'batch/jobs': {
    ...workload((spec, old) => jobProblems(spec, 'spec', old)),
    prepareForCreate: object => withJobLabels(object),
  },
  'batch/cronjobs': workload(spec => cronJobProblems(spec)),
};

/** A kind with a spec, whose generation counts. */
function workload(
  problems: (spec: Draft, old: Draft | undefined) => readonly FieldError[],
  validateStatus?: NonNullable<KindRules['validateStatus']>,
): KindRules {
  return {
    generation: true,
    ...(validateStatus && { validateStatus }),
    validate: (object, old) => problems(specOf(object), old && specOf(old)),
  };
}

function specOf(object: ApiObject): Draft {
  return child(draftOf(object), 'spec') ?? {};
}

/** The selector, whether it selects the template, and the template. */
function selectorAndTemplate(spec: Draft, kind: string, always: boolean): readonly FieldError[] {
  const selector = child(spec, 'selector');
  const template = child(spec, 'template') ?? {};
  const labels = child(template, 'metadata', 'labels');
  const empty = selector !== undefined && Object.keys(selector).length === 0;
  const wrong = selector === undefined ? [] : selectorProblems(selector, 'spec.selector');
  const mismatch = invalid(
    'spec.template.metadata.labels',
    labels ?? null,
    '`selector` does not match template `labels`',
  );
  const podSpec = child(template, 'spec') ?? {};
  const restart = text(podSpec, 'restartPolicy');
  const inPod = podSpecProblems(podSpec, 'spec.template.spec');
  return [
    ...(selector === undefined ? [required('spec.selector')] : []),
    ...wrong,
    ...(empty ? [invalid('spec.selector', {}, `empty selector is invalid for ${kind}`)] : []),
    ...(wrong.length > 0 ? [invalid('spec.selector', selector, 'invalid label selector')] : []),
    ...(wrong.length === 0 && !empty && (selector === undefined || !selects(selector, labels ?? {})) ? [mismatch] : []),
    ...inPod,
    ...(always && restart !== 'Always' && inPod.length === 0
      ? [notSupported('spec.template.spec.restartPolicy', restart, ['Always'])]
      : []),
  ];
}

function strategyProblems(strategy: Draft): readonly FieldError[] {
  const path = 'spec.strategy';
  const rolling = child(strategy, 'rollingUpdate');
  if (strategy.type === 'Recreate') {
    if (rolling === undefined) return [];
    return [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (strategy.type !== 'RollingUpdate') {
    // The internal type of the real server, in the order of its fields.
    const shown = { Type: strategy.type, RollingUpdate: rolling ?? null };
    const message = `Unsupported value: ${JSON.stringify(shown)}: supported values: "Recreate", "RollingUpdate"`;
    return [{ reason: 'FieldValueNotSupported', field: path, message }];
  }
  const still = (value: unknown) => value === 0 || value === '0%';
  if (!still(rolling?.maxSurge) || !still(rolling?.maxUnavailable)) return [];
  const field = `${path}.rollingUpdate.maxUnavailable`;
  return [invalid(field, rolling?.maxUnavailable, 'may not be 0 when `maxSurge` is 0')];
}

const STATEFUL_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSetChanges(spec: Draft, old: Draft): readonly FieldError[] {
  const fixed = (draft: Draft) =>
    Object.fromEntries(Object.entries(draft).filter(([name]) => !STATEFUL_MUTABLE.includes(name)));
  if (sameJson(fixed(spec), fixed(old))) return [];
  const names = STATEFUL_MUTABLE.map(name => `'${name}'`);
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return [forbidden('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)];
}

function withTemplateGeneration(object: ApiObject, generation: number): ApiObject {
  const draft = draftOf(object);
  madeChild(madeChild(draft, 'metadata'), 'annotations')[TEMPLATE_GENERATION] = String(generation);
  return draft as unknown as ApiObject;
}

/** A Job without a selector of its own selects by its uid, and labels its Pods with that. */
function withJobLabels(object: ApiObject): ApiObject {
  const draft = draftOf(object);
  const spec = madeChild(draft, 'spec');
  if (spec.manualSelector === true) return object;
  // Without a name it will be refused, but not before it has been decoded once more.
  const { uid } = object.metadata;
  const { name = '' }: Partial<ApiObject['metadata']> = object.metadata;
  const labels = madeChild(madeChild(madeChild(spec, 'template'), 'metadata'), 'labels');
  fill(labels, {
    'controller-uid': uid,
    'batch.kubernetes.io/controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/job-name': name,
  });
  const selector = madeChild(madeChild(spec, 'selector'), 'matchLabels');
  fill(selector, { 'batch.kubernetes.io/controller-uid': uid });
  return draft as unknown as ApiObject;
}

function jobProblems(spec: Draft, path: string, old: Draft | undefined): readonly FieldError[] {
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
    ),
    ...(old === undefined ? selectorOfJob(spec, path) : []),
    ...podSpecProblems(podSpec, `${path}.template.spec`),
    ...neverAlways(podSpec, `${path}.template.spec`),
    ...(old === undefined
      ? []
      : [
          ...(spec.completionMode === 'Indexed'
            ? []
            : changed(spec.completions, old.completions, `${path}.completions`)),
          ...changed(spec.selector, old.selector, `${path}.selector`),
          ...changed(child(spec, 'template', 'spec'), child(old, 'template', 'spec'), `${path}.template.spec`),
          ...changed(spec.completionMode, old.completionMode, `${path}.completionMode`),
          ...changed(spec.podFailurePolicy, old.podFailurePolicy, `${path}.podFailurePolicy`),
        ]),
  ];
}

function selectorOfJob(spec: Draft, path: string): readonly FieldError[] {
  const selector = child(spec, 'selector');
  if (selector === undefined || spec.manualSelector === true) return [];
  const labels = child(spec, 'template', 'metadata', 'labels') ?? {};
  const generated = Object.keys(child(selector, 'matchLabels') ?? {}).length === 1;
  return [
    ...(generated ? [] : [invalid(`${path}.selector`, selector, '`selector` not auto-generated')]),
    ...(selects(selector, labels)
      ? []
      : [invalid(`${path}.template.metadata.labels`, labels, '`selector` does not match template `labels`')]),
  ];
}

function neverAlways(podSpec: Draft, path: string): readonly FieldError[] {
  const policy = text(podSpec, 'restartPolicy');
  if (policy === 'Always' || policy === '') {
    return [required(`${path}.restartPolicy`, 'valid values: "OnFailure", "Never"')];
  }
  return [];
}

function cronJobProblems(spec: Draft): readonly FieldError[] {
  return [
    ...scheduleProblems(text(spec, 'schedule')),
    ...negative(spec, 'spec', 'startingDeadlineSeconds'),
    ...supported(spec, 'spec', 'concurrencyPolicy', ['Allow', 'Forbid', 'Replace']),
    ...negative(spec, 'spec', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
    ...jobProblems(child(spec, 'jobTemplate', 'spec') ?? {}, 'spec.jobTemplate.spec', undefined),
  ];
}

/** The number of fields; what stands in them is not looked at. */
function scheduleProblems(schedule: string): readonly FieldError[] {
  if (schedule === '') return [required('spec.schedule')];
  const fields = schedule.trim().split(/\s+/);
  if (schedule.startsWith('@') || fields.length === 5) return [];
  const detail = `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  return [invalid('spec.schedule', schedule, detail)];
}
