// Gives a cluster the CustomResourceDefinitions of a folder, without kubectl.
import type { Apply, Client, Snapshot } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { readManifests } from '../../manifests/read-manifests.js';
import { untilServed } from '../../manifests/until-served.js';

/** The definitions that the YAML files of a folder hold. */
export function definitionsIn(folder: string): Apply<CustomResourceDefinition>[] {
  const manifests = readManifests(folder).map(({ manifest }) => manifest);
  return manifests.filter(({ kind }) => kind === 'CustomResourceDefinition') as Apply<CustomResourceDefinition>[];
}

/**
 * Applies a definition, and resolves when objects of its kind can be made.
 * @throws ApiError when the server refuses it, and RefusedError when it does not serve it
 */
export async function serveDefinition(
  client: Client,
  definition: Apply<CustomResourceDefinition>,
): Promise<Snapshot<CustomResourceDefinition>> {
  const { name } = (await client.apply(CustomResourceDefinition, definition, { force: true })).metadata;
  return await untilServed(client, name, { within: 60_000 });
}
