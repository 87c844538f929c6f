// Plain requests to an embedded control plane, for tests of what it answers.
import { type DevCluster, type DevClusterOptions, startDevCluster } from '../devcluster/server.js';

/** What was answered. */
export interface RawAnswer {
  readonly code: number;
  readonly headers: Headers;
  /** Parsed when it is one JSON document, else the text. */
  readonly body: any;
}

/** A cluster, and requests to it. */
export interface TestCluster extends DevCluster {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RawAnswer>;
  /** The documents of a watch, as they come; ends with the watch. */
  events(path: string): AsyncGenerator<{ type: string; object: any }, void>;
  /** Creates the definition of Widgets and waits until they are served. */
  serveWidgets(spec?: object): Promise<void>;
}

/** Without controllers, unless they are asked for, so that nothing happens by itself. */
export async function startTestCluster(options: DevClusterOptions = {}): Promise<TestCluster> {
  const failures: unknown[] = [];
  const cluster = await startDevCluster({ controllers: false, report: error => failures.push(error), ...options });
  const request: TestCluster['request'] = async (method, path, body, headers = {}) => {
    const response = await fetch(cluster.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { code: response.status, headers: response.headers, body: parsed(await response.text()) };
  };
  return Object.assign(Object.create(cluster) as DevCluster, {
    request,
    events: (path: string) => events(cluster.url + path),
    async serveWidgets(spec = {}) {
      const created = await request('POST', DEFINITIONS, widgetDefinition(spec));
      if (created.code !== 201) throw new Error(JSON.stringify(created.body));
      while ((await request('GET', WIDGETS)).code !== 200) await new Promise(resolve => setImmediate(resolve));
    },
    async stop() {
      await cluster.stop();
      if (failures.length > 0) throw new AggregateError(failures, 'the server reported errors');
    },
  });
}

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const WIDGETS = '/apis/example.dev/v1/namespaces/default/widgets';

export const WIDGET_SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer', default: 1, minimum: 0, maximum: 10 },
        color: { type: 'string', enum: ['red', 'blue'] },
      },
    },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

/** A definition of Widgets; `version` overrides what its one version says. */
export function widgetDefinition(version: object = {}): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.dev' },
    spec: {
      group: 'example.dev',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
          },
          selectableFields: [{ jsonPath: '.spec.color' }],
          schema: { openAPIV3Schema: WIDGET_SCHEMA },
          ...version,
        },
      ],
    },
  };
}

export function widget(name: string, spec: object = {}): object {
  return { apiVersion: 'example.dev/v1', kind: 'Widget', metadata: { name }, spec };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function* events(url: string): AsyncGenerator<{ type: string; object: any }, void> {
  const response = await fetch(url);
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}
