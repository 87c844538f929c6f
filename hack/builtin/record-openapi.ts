// Records the outline of a real control plane's OpenAPI documents, for the tests of `devcluster/openapi/`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.js';
import { WIDGET_DEFINITION } from './widget-definition.js';

const FILE = fileURLToPath(new URL('../../devcluster/openapi/recorded/documents.json', import.meta.url));

const PATHS = ['api/v1', 'apis/apps/v1', 'apis/rbac.authorization.k8s.io/v1', 'apis/example.dev/v1'];

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: object;
  readonly [field: string]: unknown;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | readonly object[]>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

async function main(): Promise<void> {
  const controlPlane = await startControlPlane();
  try {
    await controlPlane.kubectl.apply([WIDGET_DEFINITION]);
    await controlPlane.kubectl.established(['crd/widgets.example.dev']);
    const lines: string[] = [];
    for (const path of PATHS) {
      const document = await published(controlPlane, path);
      const outline = { paths: outlineOf(document), schemas: schemasOf(document) };
      lines.push(`${JSON.stringify(path)}:${JSON.stringify(outline)}`);
    }
    const { gitVersion } = JSON.parse(await controlPlane.kubectl.output(['get', '--raw', '/version']));
    await writeFile(FILE, `{\n"version":${JSON.stringify(gitVersion)},\n"documents":{\n${lines.join(',\n')}\n}\n}\n`);
  } finally {
    await controlPlane.stop();
  }
}

/** A custom kind is published within a second or so of its definition. */
async function published(controlPlane: ControlPlane, path: string): Promise<Document> {
  for (;;) {
    const { code, stdout } = await controlPlane.kubectl.run(['get', '--raw', `/openapi/v3/${path}`]);
    if (code === 0) return JSON.parse(stdout) as Document;
  }
}

/** Of each request what clients go by. The deprecated `/watch/` paths are left out. */
function outlineOf({ paths }: Document): object {
  const entries = Object.entries(paths).filter(([path]) => !path.includes('/watch/') && !path.endsWith('/'));
  return Object.fromEntries(
    entries.map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).flatMap(([method, each]) =>
          'operationId' in each ? [[method, operationOutline(each as Operation)]] : [],
        ),
      ),
    ]),
  );
}

function operationOutline({ operationId, parameters = [], requestBody, responses, ...more }: Operation): object {
  return {
    id: operationId,
    action: more['x-kubernetes-action'],
    kind: more['x-kubernetes-group-version-kind'],
    description: more.description,
    tags: more.tags,
    parameters: parameters.map(({ name }) => name),
    body: Object.keys(requestBody?.content ?? {}),
    codes: Object.keys(responses),
  };
}

/** The custom kinds whole, of the others the names. */
function schemasOf({ components: { schemas } }: Document): object {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, name.startsWith('io.k8s.') ? null : schema]),
  );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
