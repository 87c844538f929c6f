// The Service that the API server calls the operator's webhooks through: of admission and of conversion.

/** Names of the Service; whatever is left out is as in a project of kubebuilder. */
export interface WebhookService {
  /** Default `webhook-service`. */
  readonly name?: string;
  /** Default `system`, which kustomize replaces with the namespace of the whole. */
  readonly namespace?: string;
  /** Default: not written, and then the API server takes 443. */
  readonly port?: number;
}

/** A reference to a path on it, as webhook configurations and definitions hold it; a port of 443 is left out. */
export function serviceReference(service: WebhookService | undefined, path: string) {
  const { name = 'webhook-service', namespace = 'system', port } = service ?? {};
  return { name, namespace, path, ...(port === undefined || port === 443 ? {} : { port }) };
}
