// What the commands of a story find in their environment.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { dump, load } from 'js-yaml';

/** Nothing of the machine but its programs; a home, a cache and a kubeconfig of the story's own, in its folder. */
export async function environmentIn(
  folder: string,
  kubeconfig: string,
  namespace: string,
): Promise<Record<string, string>> {
  const bin = join(folder, 'bin');
  const home = join(folder, 'home');
  await mkdir(bin);
  await mkdir(home);
  await writeFile(join(bin, 'replace'), REPLACE, { mode: 0o755 });
  return {
    PATH: [bin, process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: folder,
    TZ: 'UTC',
    LC_ALL: 'C',
    GOGC: process.env.GOGC ?? '100',
    KUBECACHEDIR: join(folder, 'cache'),
    // kubectl reads the clusters and users from the second one.
    KUBECONFIG: `${await contextIn(folder, kubeconfig, namespace)}:${kubeconfig}`,
  };
}

/** An editor for `kubectl edit`: `replace s/from/to/ FILE`. */
const REPLACE = `#!/bin/sh
sed "$1" "$2" > "$2.new" && cat "$2.new" > "$2" && rm "$2.new"
`;

/** A kubeconfig whose only context is the current one of another, with the namespace of the story. */
async function contextIn(folder: string, kubeconfig: string, namespace: string): Promise<string> {
  const config = load(await readFile(kubeconfig, 'utf8')) as {
    readonly contexts: readonly { readonly name: string; readonly context: object }[];
    readonly 'current-context': string;
  };
  const current = config.contexts.find(({ name }) => name === config['current-context']);
  const path = join(folder, 'context.yaml');
  const context = { name: 'transcript', context: { ...current?.context, namespace } };
  const document = { apiVersion: 'v1', kind: 'Config', contexts: [context], 'current-context': 'transcript' };
  await writeFile(path, dump(document));
  return path;
}
