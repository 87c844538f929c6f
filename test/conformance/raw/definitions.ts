// CustomResourceDefinitions for scenarios; each uses a group of its own, since they are for the whole cluster.
import { given, type Step, until } from './scenario.js';

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A schema of Widgets with what most scenarios need. */
export const WIDGET_SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer', default: 1, minimum: 0, maximum: 10 },
        color: { type: 'string', enum: ['red', 'blue'] },
        note: { type: 'string' },
        parts: { type: 'array', items: { type: 'string' } },
      },
    },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

const SUBRESOURCES = {
  status: {},
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
};

/** Widgets of the group `GROUP.conformance.dev`; `version` and `spec` override what they say by default. */
export function definition(group: string, version: object = {}, spec: object = {}): object {
  return {
    metadata: { name: `widgets.${group}.conformance.dev` },
    spec: {
      group: `${group}.conformance.dev`,
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [versionOf(version)],
      ...spec,
    },
  };
}

/** One version of Widgets. */
export function versionOf(version: object = {}): object {
  return {
    name: 'v1',
    served: true,
    storage: true,
    subresources: SUBRESOURCES,
    schema: { openAPIV3Schema: WIDGET_SCHEMA },
    ...version,
  };
}

/** Defines Widgets and waits until they are served. */
export function serveWidgets(group: string, version: object = {}, spec: object = {}): readonly Step[] {
  return [
    given(`POST ${DEFINITIONS}`, definition(group, version, spec)),
    until(`GET ${DEFINITIONS}/widgets.${group}.conformance.dev`, ({ body }) =>
      body.status?.conditions?.some((is: Condition) => is.type === 'Established' && is.status === 'True'),
    ),
    until(`GET ${group}.conformance.dev/v1/widgets`, 200),
  ];
}

/** Waits until watches are served again: a change of a definition begins its storage anew. */
export function watchesAgain(group: string): Step {
  return until(`GET ${group}.conformance.dev/v1/widgets?watch=1&timeoutSeconds=1&labelSelector=none`, 200);
}

/** A schema with these properties of `spec`. */
export function specSchema(properties: object, spec: object = {}): object {
  return {
    schema: {
      openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties, ...spec } } },
    },
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
}
