// Deployments, ReplicaSets, StatefulSets, DaemonSets, ReplicationControllers, Jobs, CronJobs.
import { labelProblems } from '../../../schema/names.js';
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { TEMPLATE_GENERATION } from '../defaults/workload-defaults.js';
import { child, count, type Draft, draftOf, madeChild } from '../draft.js';
import { cronJobProblems, jobProblems, withJobLabels } from './job-rules.js';
import { selects } from './label-selector.js';
import { endlessProblems, selectorAndTemplate, templateProblems, unselected } from './pod-template.js';
import { changed, negative } from './problems.js';
import { countStatus, replicaStatus } from './replica-status.js';
import { statefulSetProblems, withoutMaxUnavailable } from './stateful-set-rules.js';
import { daemonSetStrategyProblems, deploymentStrategyProblems } from './update-strategy.js';

const REPLICA_SET_STATUS = replicaStatus(['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']);

const PODS_STAY =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** By `group/resource`. */
export const WORKLOAD_RULES: Readonly<Record<string, KindRules>> = {
  'apps/deployments': {
    ...workload(
      (spec, old) => [
        ...negative(spec, 'spec', 'replicas'),
        ...selectorAndTemplate(spec, { selector: 'deployment', template: 'ReplicaSet' }),
        ...deploymentStrategyProblems(child(spec, 'strategy') ?? {}),
        ...negative(spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'),
        ...deadlineProblems(spec),
        ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
      ],
      replicaStatus(
        ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
        ['unavailableReplicas', 'terminatingReplicas'],
      ),
    ),
    keptByStatus: ['labels'],
  },
  'apps/replicasets': workload(
    (spec, old) => [
      ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
      ...selectorAndTemplate(spec, { selector: 'replica set', template: 'ReplicaSet' }),
      ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
    ],
    REPLICA_SET_STATUS,
  ),
  'apps/statefulsets': {
    ...workload(
      statefulSetProblems,
      replicaStatus(['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas']),
    ),
    nameErrors: hostNameProblems,
    prepareForCreate: withoutMaxUnavailable,
    prepareForUpdate: withoutMaxUnavailable,
  },
  'apps/daemonsets': {
    ...workload(
      (spec, old) => [
        ...(old === undefined ? [] : changed(spec.selector, old.selector, 'spec.selector')),
        ...selectorAndTemplate(spec, { selector: 'daemonset', template: 'DaemonSet' }),
        ...daemonSetStrategyProblems(child(spec, 'updateStrategy') ?? {}),
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
  '/replicationcontrollers': { ...workload(controllerProblems, REPLICA_SET_STATUS), orphans: {} },
  'batch/jobs': {
    generation: true,
    validate: (object, old) => jobProblems(draftOf(object), old && draftOf(old)),
    prepareForCreate: withJobLabels,
    orphans: { warning: PODS_STAY },
  },
  'batch/cronjobs': {
    generation: true,
    validate: (object, old) => cronJobProblems(draftOf(object), old && draftOf(old)),
  },
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

function controllerProblems(spec: Draft): readonly FieldError[] {
  const template = child(spec, 'template');
  const selector = child(spec, 'selector') ?? {};
  const labels = child(template, 'metadata', 'labels');
  const everything = Object.keys(selector).length === 0;
  const selected = everything || selects({ matchLabels: selector }, labels ?? {});
  return [
    ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
    ...(everything ? [required('spec.selector')] : []),
    ...(template === undefined
      ? [required('spec.template')]
      : [
          ...(selected ? [] : [unselected('spec.template', labels)]),
          ...templateProblems(template, 'spec.template'),
          ...endlessProblems(child(template, 'spec'), 'spec.template.spec', 'ReplicationController'),
        ]),
  ];
}

/** What is given up on has to be given the time to become ready. */
function deadlineProblems(spec: Draft): readonly FieldError[] {
  const { progressDeadlineSeconds: deadline } = spec;
  if (typeof deadline !== 'number' || deadline > count(spec, 'minReadySeconds')) return [];
  return [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')];
}

/** Pods are named after it, and their hosts. */
function hostNameProblems(name: string): readonly string[] {
  if (name.includes('.')) return ['must not contain dots'];
  return labelProblems(name).map(problem => problem.replace('63 bytes', '63 characters'));
}

function withTemplateGeneration(object: ApiObject, generation: number): ApiObject {
  const draft = draftOf(object);
  madeChild(madeChild(draft, 'metadata'), 'annotations')[TEMPLATE_GENERATION] = String(generation);
  return draft as unknown as ApiObject;
}
