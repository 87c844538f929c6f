// What the API server does not do.

/** One thing, and what happens instead. */
export interface NotModelled {
  readonly what: string;
  /** `refused`: with 501 or another error that says so. `ignored`: accepted, without the effect that it has elsewhere. */
  readonly instead: 'refused' | 'ignored';
}

/** Of requests; what no controller does is told by the controllers. */
export const NOT_MODELLED: readonly NotModelled[] = [
  { what: 'exec, attach, logs and port forwarding of Pods; proxies to Pods, Services and Nodes', instead: 'refused' },
  { what: 'ephemeral containers and in-place resize of Pods', instead: 'refused' },
  { what: 'kinds that the built-in groups have on a cluster and discovery does not list here', instead: 'refused' },
  { what: 'server-side apply of the scale subresource', instead: 'refused' },
  {
    what: 'tokens that are bound to a Pod, a Secret or a Node: kubectl create token --bound-object-kind',
    instead: 'refused',
  },
  {
    what: 'admission policies in CEL (ValidatingAdmissionPolicy, MutatingAdmissionPolicy) are not served; webhooks are asked',
    instead: 'refused',
  },
  {
    what: 'managed fields and defaults that webhooks would see of Bindings, Evictions, Scales and requests for tokens',
    instead: 'ignored',
  },
  { what: 'audit annotations that webhooks answer: there is no audit log', instead: 'ignored' },
  { what: 'authorization: everybody may do everything, whatever RBAC objects say', instead: 'ignored' },
  { what: 'resource quotas and limit ranges: stored and not enforced at admission', instead: 'ignored' },
  { what: 'pod security levels of Namespaces: Pods that they forbid are taken', instead: 'ignored' },
  {
    what: 'the service account and the runtime class of a Pod: neither has to be there, and no token is mounted',
    instead: 'ignored',
  },
  {
    what: 'rare rules for Pods: options of Windows, claims of devices, settings of iSCSI, Fibre Channel and cloud disks, trust bundles and certificates as files, resources of the Pod that are less than those of its containers, sysctls that need the host; AppArmor and seccomp by annotation; modes, classes and selectors of claims',
    instead: 'ignored',
  },
  {
    what: 'odd addresses in Services and NetworkPolicies that other clients may read otherwise: 010.0.0.1, 10.1.2.3/8',
    instead: 'ignored',
  },
  { what: 'the finalizers that protect claims and volumes in use: they are not put on', instead: 'ignored' },
  { what: 'the taint of new Nodes that are not ready: it is not put on', instead: 'ignored' },
  { what: 'answers in protobuf; requests in protobuf are understood', instead: 'ignored' },
  { what: 'whole numbers beyond 2^53, which would lose their last digits', instead: 'refused' },
  { what: '/metrics, /logs, the OpenID documents, and health checks of single parts', instead: 'refused' },
  { what: 'OpenAPI v2 beyond an empty document', instead: 'ignored' },
];
