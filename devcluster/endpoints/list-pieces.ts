// The JSON of a list piece by piece: the objects of a long one are never all in memory as objects.
import type { ResourceType } from '../registry/resource-type.js';
import { startsWith, typePrefix } from '../registry/type-prefix.js';
import type { StoredObject } from '../store/stored-object.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { ListMetadata, Presentation } from './presentation.js';

export interface ListPiecesOptions {
  readonly type: ResourceType;
  readonly storage: ResourceStorage;
  readonly presentation: Presentation;
  readonly metadata: ListMetadata;
}

/** Together they say what `presentation.list` of the objects says. */
export function* listPieces(
  listed: readonly StoredObject[],
  { type, storage, presentation, metadata }: ListPiecesOptions,
): Generator<string | Buffer, void> {
  const empty = JSON.stringify(presentation.list([], metadata));
  if (listed.length === 0) {
    yield `${empty}\n`;
    return;
  }
  // The items come last, whatever the form.
  yield empty.replace(/(\[\]|null)\}$/, '[');
  for (const [index, stored] of listed.entries()) {
    if (index > 0) yield ',';
    if (presentation.isPlain) yield* plainItem(type, storage, presentation, stored);
    else yield JSON.stringify(presentation.item(storage.presented.of(type, stored.object)));
  }
  yield ']}\n';
}

/** The bytes of the store, if they are what is shown. */
function* plainItem(type: ResourceType, storage: ResourceStorage, presentation: Presentation, stored: StoredObject) {
  const json = storage.presented.json(type, stored);
  const prefix = typePrefix(type);
  if (json !== undefined && type.custom) yield json;
  else if (json !== undefined && startsWith(json, prefix)) {
    yield '{';
    yield json.subarray(prefix.length);
  } else yield JSON.stringify(presentation.item(storage.presented.of(type, stored.object)));
}
