// The decorators that tell readers of the API more than the doc comment does.
import type { ValueOf } from './defaulted.js';
import type { DetachedRule, Field } from './misuse.js';
import { readFromSource } from './read-from-source.js';
import type { Write } from './snapshot.js';

/** A decorator for classes and fields alike, of any type. */
export type AnySite = (target: any, key?: any) => void;

/** A few words above the description; also at a class, for where it is used. Schema: `title`. */
export function Title(title: string): AnySite {
  return readFromSource(title);
}

/** A value that shows how the field is used. Schema: `example`. */
export function Example<T = DetachedRule, K extends keyof T = keyof T>(value: Write<ValueOf<T[K]>>): Field<T, K> {
  return readFromSource(value);
}

/** Where more is written about the field; also at a class. Schema: `externalDocs`. */
export function ExternalDocs(url: string, description?: string): AnySite {
  return readFromSource(url, description);
}
