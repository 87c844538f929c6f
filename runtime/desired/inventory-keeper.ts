// Keeps the inventory on an owner: grown before anything of a new kind is applied, shrunk when nothing of a kind is left.

import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { MergePatch } from '../client/shapes.js';
import { keyOf } from '../meta/object-key.js';
import type { ApplyRunParts } from './apply-parts.js';
import type { Configuration } from './configuration.js';
import { groupKind } from './dependent.js';
import {
  type Inventory,
  type InventoryKind,
  inventoryAnnotation,
  inventoryText,
  readInventory,
  unknownKinds,
  withKinds,
  withoutKinds,
} from './inventory.js';

/** The inventory of one owner. */
export class InventoryKeeper {
  readonly #parts: ApplyRunParts;
  readonly #annotation: string;
  #inventory: Inventory;
  #version: string;

  constructor(parts: ApplyRunParts) {
    this.#parts = parts;
    this.#annotation = inventoryAnnotation(parts.name);
    const owner = latest(parts);
    const read = readInventory(owner, this.#annotation);
    if (read === undefined) {
      parts.log.warn('the inventory of applied kinds cannot be read, and is written anew: somebody has edited it', {
        annotation: this.#annotation,
      });
    }
    this.#inventory = read ?? new Map();
    this.#version = owner.metadata.resourceVersion;
  }

  /** The kinds of which there may be objects, and that the program does not follow any more. */
  get kinds(): readonly InventoryKind[] {
    return unknownKinds(this.#inventory, this.#parts.owns);
  }

  /** Notes the kinds of these objects, if they are new. */
  async grow(wished: readonly Configuration[]): Promise<void> {
    await this.#write(withKinds(this.#inventory, wished));
  }

  /** Everything of the kinds that the program does not follow any more is gone. */
  async shrink(): Promise<void> {
    const gone = new Set(
      this.kinds.map(({ apiVersion, kind }) => groupKind({ group: apiVersion.split('/').reverse()[1] ?? '', kind })),
    );
    if (gone.size > 0) await this.#write(withoutKinds(this.#inventory, gone));
  }

  async #write(inventory: Inventory): Promise<void> {
    // By its text: a kind that is wished in two versions comes to the same in the end.
    if (inventory === this.#inventory || inventoryText(inventory) === inventoryText(this.#inventory)) return;
    const { client, kind, owner, signal } = this.#parts;
    const text = inventory.size === 0 ? null : inventoryText(inventory);
    // With the version: what another process has noted since is not to be lost, nor to come onto another object of the name.
    const metadata = { resourceVersion: this.#version, annotations: { [this.#annotation]: text } };
    const key = keyOf(owner) as { readonly name: string };
    const answer = await client.patch(kind, key, { metadata } as unknown as MergePatch<KubernetesObject>, { signal });
    this.#version = answer.metadata.resourceVersion;
    this.#inventory = inventory;
  }
}

/** The owner with what this reconcile has written to it: its status, or the kinds of a set before this one. */
function latest({ cache, kind, owner }: ApplyRunParts): Snapshot<KubernetesObject> {
  const cached = cache.get(kind, keyOf(owner) as never);
  return cached?.metadata.uid === owner.metadata.uid ? cached : owner;
}
