// Objects that many scenarios make.

export function named(name: string, rest: object = {}): object {
  return { metadata: { name }, ...rest };
}

/** A Pod with one container. */
export function pod(name: string, spec: object = {}): object {
  return named(name, { spec: { containers: [{ name: 'main', image: 'nginx' }], ...spec } });
}

/** What a controller makes Pods of. */
export const podTemplate = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image: 'nginx' }] },
};

export function deployment(name: string, spec: object = {}): object {
  return named(name, { spec: { selector: { matchLabels: { app: 'web' } }, template: podTemplate, ...spec } });
}

/** An object of a kind that is defined in the group `GROUP.conformance.dev`. */
export function custom(group: string, name: string, rest: object = {}): object {
  return { apiVersion: `${group}.conformance.dev/v1`, kind: 'Widget', metadata: { name }, ...rest };
}
