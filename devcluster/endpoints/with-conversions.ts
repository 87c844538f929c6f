// Lets pure work ask for conversions that take a webhook.
import type { JsonObject } from '../object/json.js';
import { ownValue } from '../object/json-value.js';

/** An object in another version. @throws Error when it cannot be converted */
export type KnownConversion = (object: JsonObject, apiVersion: string) => JsonObject;

/**
 * What the work comes to. It is given up at the first conversion that is not known yet, and begun anew once it is; so it
 * has to ask for the same each time. A conversion that fails fails the work just where it asked for it.
 * @param convert called once for each object and version
 */
export async function withConversions<T>(
  convert: (object: JsonObject, apiVersion: string) => Promise<JsonObject>,
  work: (known: KnownConversion) => T,
): Promise<T> {
  const known = new Map<string, Outcome<JsonObject>>();
  for (;;) {
    const missing: { readonly key: string; readonly object: JsonObject; readonly apiVersion: string }[] = [];
    const outcome = outcomeOf(() =>
      work((object, apiVersion) => {
        if (ownValue(object, 'apiVersion') === apiVersion) return object;
        const key = JSON.stringify([apiVersion, object]);
        const found = known.get(key);
        if (found !== undefined) return taken(found);
        missing.push({ key, object, apiVersion });
        throw new Error(`not converted to ${apiVersion} yet`);
      }),
    );
    const [next] = missing;
    // The work may have caught what was thrown at it, and come to something else.
    if (next === undefined) return taken(outcome);
    const value = convert(next.object, next.apiVersion);
    known.set(next.key, await value.then(outcomeFrom, (error: unknown) => ({ error })));
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function outcomeFrom<T>(value: T): Outcome<T> {
  return { value };
}

function taken<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
