// What it needs to serve metrics to those alone who may read them, and to be one of those.
import type { RoleModel } from './role.js';

/** The ClusterRole of the operator, named as in kubebuilder: it asks whose a token is, and what that user may do. */
export const METRICS_AUTH_ROLE: RoleModel = {
  name: 'metrics-auth-role',
  rules: [
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ],
};

/** The ClusterRole of whoever scrapes, such as Prometheus; named as in kubebuilder. It is bound to nobody. */
export const METRICS_READER_ROLE: RoleModel = {
  name: 'metrics-reader',
  rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
};
