// What the server makes of an object of a built-in kind before anything else sees it.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { decodedParts, rememberParts } from './decoded-parts.js';
import { applyDefaults } from './defaults/defaults.js';
import { goForm } from './go-form.js';

/**
 * The object in Go's form (see `goForm`), with the defaults of its version filled in. Decoding what was decoded changes
 * nothing, and costs little. Unknown fields are dropped without a word: whoever has to report them does so before. Some of
 * the result is frozen; the object may not be changed afterwards either.
 * @throws GoDecodeError for a value of the wrong type, with the text of Go's decoder
 * @throws Error for a kind that is not built in
 */
export function decodeBuiltin(object: { readonly [field: string]: Json }): ApiObject {
  const known = decodedParts(object);
  const draft = goForm(object, known);
  applyDefaults(draft, known);
  rememberParts(object, draft);
  return draft as unknown as ApiObject;
}
