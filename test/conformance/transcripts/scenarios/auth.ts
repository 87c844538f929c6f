// kubectl auth, certificate, cluster-info, version, config.
import type { TranscriptArea } from '../scenario.js';

export const auth: TranscriptArea = {
  area: 'kubectl auth',
  scenarios: [
    {
      title: 'who may what',
      files: {
        'role.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: NAMESPACE}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
`,
        'more.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: NAMESPACE}
rules: [{apiGroups: [""], resources: [pods, services], verbs: [get]}]
`,
      },
      steps: [
        'auth can-i create pods',
        'auth can-i create deployments.apps --subresource=scale',
        "auth can-i '*' '*'",
        'auth can-i get /healthz',
        'auth can-i create gadgets',
        'auth can-i create pods -q',
        'auth can-i delete namespaces',
        'auth can-i --list',
        'auth whoami',
        'auth whoami --as=jane --as-group=staff',
        'auth whoami --as=jane -o yaml',
        'auth reconcile -f role.yaml',
        'auth reconcile -f role.yaml',
        'auth reconcile -f more.yaml',
        "get role reader -o jsonpath='{.rules}'",
        'auth can-i list pods --as=system:serviceaccount:NAMESPACE:default',
      ],
    },
  ],
};

export const cluster: TranscriptArea = {
  area: 'kubectl cluster',
  scenarios: [
    {
      title: 'what it is',
      files: {
        'view.yaml': `apiVersion: v1
kind: Config
clusters: [{name: here, cluster: {server: "https://example.com"}}]
users: [{name: me, user: {token: secret}}]
contexts: [{name: here, context: {cluster: here, user: me}}]
current-context: here
`,
      },
      steps: [
        'cluster-info',
        'version',
        'version --client',
        'config view --kubeconfig=view.yaml',
        'config current-context',
        'config get-contexts --kubeconfig=view.yaml',
        'options',
        'top nodes',
        'top pods',
      ],
    },
    {
      title: 'certificates',
      steps: ['certificate approve nothing', 'get certificatesigningrequests nothing'],
    },
  ],
};
