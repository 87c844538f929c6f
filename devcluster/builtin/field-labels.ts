// What field selectors can ask of built-in kinds, beside metadata.name and metadata.namespace.
import type { ApiObject } from '../object/api-object.js';

/**
 * The field labels by `group/resource`, with their values as Go's types have them: what is absent is empty, 0 or false.
 * They are those that the real server supports (`AddFieldLabelConversionFunc` and `SelectableFields` of each kind).
 */
export const FIELD_LABELS: Readonly<Record<string, (object: ApiObject) => Readonly<Record<string, string>>>> = {
  '/pods': object => ({
    'spec.nodeName': text(object, 'spec', 'nodeName'),
    'spec.restartPolicy': text(object, 'spec', 'restartPolicy'),
    'spec.schedulerName': text(object, 'spec', 'schedulerName'),
    'spec.serviceAccountName': text(object, 'spec', 'serviceAccountName'),
    'spec.hostNetwork': text(object, 'spec', 'hostNetwork') || 'false',
    'status.phase': text(object, 'status', 'phase'),
    'status.podIP': text(object, 'status', 'podIP'),
    // Known, and never anything.
    'status.podIPs': '',
    'status.nominatedNodeName': text(object, 'status', 'nominatedNodeName'),
  }),
  '/nodes': object => ({ 'spec.unschedulable': text(object, 'spec', 'unschedulable') || 'false' }),
  '/namespaces': object => ({ 'status.phase': text(object, 'status', 'phase') }),
  '/secrets': object => ({ type: text(object, 'type') }),
  '/services': object => ({
    'spec.clusterIP': text(object, 'spec', 'clusterIP'),
    'spec.type': text(object, 'spec', 'type'),
  }),
  '/replicationcontrollers': object => ({ 'status.replicas': text(object, 'status', 'replicas') || '0' }),
  'batch/jobs': object => ({ 'status.successful': text(object, 'status', 'succeeded') || '0' }),
  '/events': object => ({
    ...referenceLabels('involvedObject', object.involvedObject),
    reason: text(object, 'reason'),
    reportingComponent: text(object, 'reportingComponent'),
    source: text(object, 'source', 'component') || text(object, 'reportingComponent'),
    type: text(object, 'type'),
  }),
  'events.k8s.io/events': object => ({
    ...referenceLabels('regarding', object.regarding),
    reason: text(object, 'reason'),
    reportingController: text(object, 'reportingController'),
    type: text(object, 'type'),
  }),
};

function referenceLabels(prefix: string, reference: unknown): Readonly<Record<string, string>> {
  const fields = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];
  return Object.fromEntries(fields.map(field => [`${prefix}.${field}`, text(reference, field)]));
}

function text(object: unknown, ...path: readonly string[]): string {
  let value = object;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value === undefined || value === null ? '' : String(value);
}
