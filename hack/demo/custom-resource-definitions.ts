// Gives a cluster the CustomResourceDefinitions of a folder, without kubectl.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type Apply, type Client, isConditionTrue, type Snapshot } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';

/** The definitions that the YAML files of a folder hold, one in each. */
export function definitionsIn(folder: string): Apply<CustomResourceDefinition>[] {
  const files = readdirSync(folder).filter(file => file.endsWith('.yaml'));
  return files.sort().map(file => load(readFileSync(join(folder, file), 'utf8')) as Apply<CustomResourceDefinition>);
}

/**
 * Applies a definition, and resolves when objects of its kind can be made.
 * @throws ApiError when the server refuses it, and Error when it is not established within a minute
 */
export async function serveDefinition(
  client: Client,
  definition: Apply<CustomResourceDefinition>,
): Promise<Snapshot<CustomResourceDefinition>> {
  const { name } = (await client.apply(CustomResourceDefinition, definition, { force: true })).metadata;
  const fieldSelector = `metadata.name=${name}`;
  for await (const event of client.watch(CustomResourceDefinition, { fieldSelector, timeoutSeconds: 60 })) {
    if (event.type === 'BOOKMARK' || event.type === 'DELETED') continue;
    if (isConditionTrue(event.object.status?.conditions, 'Established')) return event.object;
  }
  throw new Error(`${name} has not been established`);
}
