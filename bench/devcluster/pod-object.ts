// Objects as operators meet them.

/** A Pod that the API server answers with about 6 KB of JSON: two containers, environment, probes, managed fields. */
export function podObject(number: number): object {
  const env = Array.from({ length: 12 }, (_, i) => ({ name: `VARIABLE_${i}`, value: `value-${number}-${i}` }));
  const container = (name: string) => ({
    name,
    image: `registry.example/app-${number % 50}:${number % 7}`,
    env,
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    ports: [{ containerPort: 8080 }],
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: nameOf(number),
      labels: { app: `app-${number % 50}`, 'pod-template-hash': (number % 500).toString(16).padStart(10, 'a') },
      annotations: { 'example.dev/checksum': 'c'.repeat(64) },
    },
    spec: { containers: [container('main'), container('side')], volumes: [{ name: 'data', emptyDir: {} }] },
  };
}

/** A ConfigMap of about 1 KB. */
export function configMapObject(number: number): object {
  const metadata = { name: nameOf(number), labels: { app: `app-${number % 50}` } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: `${number}-`.repeat(80) } };
}

export function nameOf(number: number): string {
  return `x-${String(number).padStart(6, '0')}`;
}
