// StatefulSets: their Pods have claims of their own, and few fields may change.

import { labelProblems } from '../../../schema/names.js';
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, forbidden, invalid } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { child, type Draft, draftOf, items, text } from '../draft.js';
import { claimSpecProblems } from './claim-rules.js';
import { selectorAndTemplate } from './pod-template.js';
import { negative, supported } from './problems.js';
import { statefulSetStrategyProblems } from './update-strategy.js';

/** @param old of an update */
export function statefulSetProblems(spec: Draft, old: Draft | undefined): readonly FieldError[] {
  const policy = text(spec, 'podManagementPolicy');
  const service = text(spec, 'serviceName');
  return [
    ...(['OrderedReady', 'Parallel'].includes(policy)
      ? []
      : [invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...statefulSetStrategyProblems(child(spec, 'updateStrategy') ?? {}),
    ...retentionProblems(child(spec, 'persistentVolumeClaimRetentionPolicy')),
    ...negative(spec, 'spec', 'replicas', 'minReadySeconds'),
    ...negative(child(spec, 'ordinals') ?? {}, 'spec.ordinals', 'start'),
    ...(service === '' ? [] : labelProblems(service).map(problem => invalid('spec.serviceName', service, problem))),
    ...selectorAndTemplate(withClaims(spec), { selector: 'statefulset', template: 'StatefulSet' }),
    ...(old === undefined ? claimProblems(spec) : changeProblems(spec, old)),
  ];
}

/** Without what only a feature that is off by default would keep. */
export function withoutMaxUnavailable(object: ApiObject): ApiObject {
  const draft = draftOf(object);
  const rolling = child(draft, 'spec', 'updateStrategy', 'rollingUpdate');
  if (rolling?.maxUnavailable === undefined) return object;
  delete rolling.maxUnavailable;
  return draft as unknown as ApiObject;
}

function retentionProblems(policy: Draft | undefined): readonly FieldError[] {
  const path = 'spec.persistentVolumeClaimRetentionPolicy';
  return ['whenDeleted', 'whenScaled'].flatMap(name => supported(policy ?? {}, path, name, ['Retain', 'Delete']));
}

/** The template as its Pods will have it: each claim is a volume, in place of one of that name. */
function withClaims(spec: Draft): Draft {
  const template = child(spec, 'template');
  const podSpec = child(template, 'spec');
  const claims = items(spec, 'volumeClaimTemplates').map(claim => text(child(claim, 'metadata'), 'name'));
  if (template === undefined || podSpec === undefined || claims.length === 0) return spec;
  const replaced = new Set(claims);
  const volumes = [
    ...claims.map((name): Draft => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...items(podSpec, 'volumes').filter(volume => !replaced.has(text(volume, 'name'))),
  ];
  return { ...spec, template: { ...template, spec: { ...podSpec, volumes } } };
}

function claimProblems(spec: Draft): readonly FieldError[] {
  return items(spec, 'volumeClaimTemplates').flatMap((claim, index) =>
    claimSpecProblems(child(claim, 'spec') ?? {}, `spec.volumeClaimTemplates[${index}].spec`),
  );
}

const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function changeProblems(spec: Draft, old: Draft): readonly FieldError[] {
  const fixed = (draft: Draft) => Object.fromEntries(Object.entries(draft).filter(([name]) => !MUTABLE.includes(name)));
  if (sameJson(fixed(spec), fixed(old))) return [];
  const names = MUTABLE.map(name => `'${name}'`);
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return [forbidden('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)];
}
