// What an operator needs to issue the certificates of its webhooks itself.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiModel, WebhookModel } from '../model/api-model.js';
import { type DefinitionModel, definitionsOf } from '../model/definitions.js';
import type { RoleModel } from './role.js';
import { configurationName } from './webhook-configurations.js';

/** Where API servers are told of the operator's own Service: objects by name. */
export interface OwnWebhooks {
  readonly mutating: readonly string[];
  readonly validating: readonly string[];
  readonly definitions: readonly string[];
}

/** The Secret of the certificates, named as in the samples of kubebuilder; the runtime has the same default. */
const SECRET = 'webhook-server-cert';

/** Undefined where nothing leads to the operator's own Service. */
export function ownWebhooks({ webhooks = [], resources }: ApiModel): OwnWebhooks | undefined {
  const own = webhooks.filter(({ url, service }) => url === undefined && service?.name === undefined);
  const namesOf = (type: WebhookModel['type']) =>
    [...new Set(own.filter(each => each.type === type).map(configurationName))].sort();
  const definitions = definitionsOf(resources).filter(
    ({ conversion, versions }) => conversion !== undefined && versions.length > 0,
  );
  if (own.length === 0 && definitions.length === 0) return undefined;
  return {
    mutating: namesOf('mutating'),
    validating: namesOf('validating'),
    definitions: definitions.map(definitionName).sort(),
  };
}

/**
 * A ClusterRole to put the `caBundle` where it belongs, in these objects alone, and a Role for the Secret. Who creates or
 * lists says no name, but a watch or list of one object does, in its selector.
 */
export function certificateRoles(
  { mutating, validating, definitions }: OwnWebhooks,
  namespace: string,
): readonly RoleModel[] {
  const on = (group: string, resource: string, resourceNames: readonly string[]) =>
    resourceNames.length === 0
      ? []
      : [{ apiGroups: [group], resources: [resource], resourceNames, verbs: ['get', 'list', 'patch', 'watch'] }];
  return [
    {
      name: 'webhook-certificates-role',
      rules: [
        ...on('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', mutating),
        ...on('admissionregistration.k8s.io', 'validatingwebhookconfigurations', validating),
        ...on('apiextensions.k8s.io', 'customresourcedefinitions', definitions),
      ],
    },
    {
      namespace,
      name: 'webhook-certificates-role',
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: [SECRET], verbs: ['get', 'list', 'update', 'watch'] },
      ],
    },
  ];
}

/**
 * Tells kustomize where names of these objects stand that it would not look for: with `namePrefix` it changes them there too.
 * In a variable of the manager's container it is the name of the Service, which the operator has to know.
 */
export function kustomizeConfig({ mutating, validating, definitions }: OwnWebhooks): Json {
  const inRoles = (kind: string) => ({
    kind,
    group: 'admissionregistration.k8s.io',
    fieldSpecs: [{ kind: 'ClusterRole', group: 'rbac.authorization.k8s.io', path: 'rules/resourceNames' }],
  });
  return {
    nameReference: [
      ...(mutating.length > 0 ? [inRoles('MutatingWebhookConfiguration')] : []),
      ...(validating.length > 0 ? [inRoles('ValidatingWebhookConfiguration')] : []),
      {
        kind: 'Service',
        version: 'v1',
        fieldSpecs: [
          { kind: 'Deployment', group: 'apps', path: 'spec/template/spec/containers/env/value' },
          ...(definitions.length > 0
            ? [
                {
                  kind: 'CustomResourceDefinition',
                  group: 'apiextensions.k8s.io',
                  path: 'spec/conversion/webhook/clientConfig/service/name',
                },
              ]
            : []),
        ],
      },
    ],
  };
}

function definitionName({ plural, group }: Pick<DefinitionModel, 'plural' | 'group'>): string {
  return `${plural}.${group}`;
}
