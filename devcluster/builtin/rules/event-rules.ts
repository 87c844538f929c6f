// Events: those of the core group may say little, those of events.k8s.io have to say who did what.
import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, type Draft, draftOf, text } from '../draft.js';

/** By `group/resource`. */
export const EVENT_RULES: Readonly<Record<string, KindRules>> = {
  '/events': {
    createOnUpdate: true,
    validate: object => {
      const event = draftOf(object);
      return eventProblems(event, { regarding: 'involvedObject', controller: 'reportingComponent', note: 'message' });
    },
  },
  'events.k8s.io/events': {
    createOnUpdate: true,
    // Both groups share what the real server keeps of them.
    validatedAs: { group: '' },
    validate: (object, old) => {
      const event = draftOf(object);
      const type = text(event, 'type');
      return [
        ...eventProblems(event, { regarding: 'regarding', controller: 'reportingController', note: 'note' }),
        ...(old === undefined && !isTimed(event) ? [required('eventTime')] : []),
        ...(['Normal', 'Warning'].includes(type) ? [] : [invalid('type', '', `has invalid value: ${type}`)]),
      ];
    },
  },
};

/** What one group calls otherwise than the other. */
interface Names {
  readonly regarding: string;
  readonly controller: string;
  readonly note: string;
}

/** An Event with a time of its own is one of the newer kind, whichever group it comes through. */
function eventProblems(event: Draft, names: Names): readonly FieldError[] {
  const own = text(child(event, 'metadata'), 'namespace');
  const about = text(child(event, names.regarding), 'namespace');
  const elsewhere = [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
  // Events of cluster-scoped objects are in `default`.
  if (!isTimed(event)) return about === own || (about === '' && own === 'default') ? [] : elsewhere;
  const controller = text(event, names.controller);
  return [
    ...(about !== '' || ['default', 'kube-system'].includes(own) ? [] : elsewhere),
    ...(controller === '' ? [required(names.controller)] : []),
    ...qualifiedNameProblems(controller).map(problem => invalid(names.controller, controller, problem)),
    ...wanted(event, 'reportingInstance'),
    ...wanted(event, 'action'),
    ...wanted(event, 'reason'),
    ...tooLong('message', text(event, names.note), 1024),
  ];
}

function isTimed({ eventTime }: Draft): boolean {
  return (eventTime ?? null) !== null;
}

function wanted(event: Draft, name: string): readonly FieldError[] {
  const value = text(event, name);
  return value === '' ? [required(name)] : tooLong(name, value, 128);
}

function tooLong(field: string, value: string, most: number): readonly FieldError[] {
  return Buffer.byteLength(value) > most ? [invalid(field, '', `can have at most ${most} characters`)] : [];
}
