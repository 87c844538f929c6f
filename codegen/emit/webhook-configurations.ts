// WebhookModel -> MutatingWebhookConfiguration and ValidatingWebhookConfiguration (admissionregistration.k8s.io/v1).
import type { Json } from '../../schema/structural-schema.js';
import type { WebhookModel } from '../model/api-model.js';
import { serviceReference, type WebhookService } from './webhook-service.js';

/**
 * One object for each type and name of a configuration: mutating ones first, then by name. Webhooks are sorted by name,
 * and each has one rule. There is no `caBundle`: who issues the certificate puts it in.
 */
export function webhookConfigurations(
  webhooks: readonly WebhookModel[],
  service: WebhookService | undefined,
  annotations: { [name: string]: string },
): readonly Json[] {
  return TYPES.flatMap(({ type, kind }) => {
    const ofType = webhooks.filter(webhook => webhook.type === type);
    const byName = Map.groupBy(ofType, configurationName);
    return [...byName]
      .sort(([a], [b]) => compare(a, b))
      .map(([name, members]) => ({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind,
        metadata: { annotations, name },
        webhooks: [...members].sort((a, b) => compare(a.name, b.name)).map(each => webhookObject(each, service)),
      }));
  });
}

/** The name of the object that a webhook stands in. */
export function configurationName({ type, configurationName: said }: WebhookModel): string {
  return said ?? (TYPES.find(each => each.type === type)?.usualName as string);
}

/** Named as in kubebuilder. */
const TYPES = [
  { type: 'mutating', kind: 'MutatingWebhookConfiguration', usualName: 'mutating-webhook-configuration' },
  { type: 'validating', kind: 'ValidatingWebhookConfiguration', usualName: 'validating-webhook-configuration' },
] as const;

function webhookObject(webhook: WebhookModel, service: WebhookService | undefined): Json {
  const { path, url, groups, versions, resources, operations, scope } = webhook;
  const { name, admissionReviewVersions, failurePolicy, sideEffects } = webhook;
  const reference = { ...serviceReference({ ...service, ...webhook.service }, path) };
  const rule = { apiGroups: groups, apiVersions: versions, operations, resources };
  return {
    name,
    admissionReviewVersions,
    clientConfig: url === undefined ? { service: reference } : { url },
    failurePolicy,
    ...optional(webhook),
    rules: [{ ...rule, ...(scope !== undefined && { scope }) }],
    sideEffects,
  };
}

function optional(webhook: WebhookModel): { readonly [key: string]: Json } {
  const { matchPolicy, matchConditions, namespaceSelector, objectSelector, reinvocationPolicy, timeoutSeconds } =
    webhook;
  return {
    ...(matchPolicy !== undefined && { matchPolicy }),
    ...(matchConditions !== undefined && { matchConditions: matchConditions.map(each => ({ ...each })) }),
    ...(namespaceSelector !== undefined && { namespaceSelector }),
    ...(objectSelector !== undefined && { objectSelector }),
    ...(reinvocationPolicy !== undefined && { reinvocationPolicy }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
