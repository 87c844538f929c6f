// Writes codegen/check/served-resources.ts: what a real API server serves, for the checks of RBAC rules.
//   node --import tsx --conditions=source hack/rbac/write-served-resources.ts
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startControlPlane } from '../control-plane/control-plane.js';

const FILE = fileURLToPath(new URL('../../codegen/check/served-resources.ts', import.meta.url));

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly namespaced: boolean }[];
}

interface Served {
  namespaced: boolean;
  readonly subresources: Set<string>;
}

const controlPlane = await startControlPlane();
try {
  const ask = async (path: string) => JSON.parse(await controlPlane.kubectl.output(['get', '--raw', path]));
  const { gitVersion } = await ask('/version');
  const { groups } = await ask('/apis');
  const versions: string[] = groups.flatMap(({ versions: all }: { versions: readonly { groupVersion: string }[] }) =>
    all.map(({ groupVersion }) => `/apis/${groupVersion}`),
  );
  const table = new Map<string, Map<string, Served>>();
  for (const path of ['/api/v1', ...versions.sort()]) note(await ask(path), table);
  await writeFile(FILE, text(gitVersion, table));
  await promisify(execFile)('biome', ['check', '--write', FILE]);
} finally {
  await controlPlane.stop();
}

function note({ groupVersion, resources }: ResourceList, table: Map<string, Map<string, Served>>): void {
  const group = groupVersion.includes('/') ? (groupVersion.split('/')[0] as string) : '';
  const known = table.get(group) ?? new Map<string, Served>();
  table.set(group, known);
  for (const { name, namespaced } of resources) {
    const [plural, subresource] = name.split('/') as [string, string?];
    const served = known.get(plural) ?? { namespaced, subresources: new Set() };
    known.set(plural, served);
    if (subresource !== undefined) served.subresources.add(subresource);
  }
}

function text(version: string, table: ReadonlyMap<string, ReadonlyMap<string, Served>>): string {
  const entries = [...table].map(([group, resources]) => {
    const lines = [...resources]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([plural, { namespaced, subresources }]) => {
        const said = [plural, ...[...subresources].sort().map(name => `/${name}`)].join(' ');
        return `    ['${said}', ${namespaced}],`;
      });
    return `  '${group}': [\n${lines.join('\n')}\n  ],`;
  });
  return `// The resources that kube-apiserver ${version} serves by default, by group: each with its subresources, and whether it lives
// in namespaces. Written by hack/rbac/write-served-resources.ts.
export const SERVED_RESOURCES: { readonly [group: string]: readonly (readonly [string, boolean])[] } = {
${entries.join('\n')}
};
`;
}
