// Shortens the descriptions of a schema.
import { isObject } from '../../schema/json.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';

/** The schema with descriptions of at most `most` characters; 0 drops all of them. */
export function withShortDescriptions(schema: Json, most: number): Json {
  if (!isObject(schema)) return schema;
  const { description, ...rest } = schema;
  const short = typeof description === 'string' ? shortened(description, most) : '';
  const keywords = Object.entries(rest).map(([keyword, value]) => [keyword, below(keyword, value, most)]);
  return { ...(short !== '' && { description: short }), ...(Object.fromEntries(keywords) as JsonObject) };
}

/** Only where schemas stand: a field or a default may be called `description` too. */
function below(keyword: string, value: Json, most: number): Json {
  if (keyword === 'properties' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withShortDescriptions(field, most)]));
  }
  if (keyword === 'items' || keyword === 'additionalProperties' || keyword === 'not') {
    return withShortDescriptions(value, most);
  }
  if ((keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(value)) {
    return (value as readonly Json[]).map(each => withShortDescriptions(each, most));
  }
  return value;
}

const ELLIPSIS = '...';

/**
 * As many whole sentences as fit into `most` characters (code points); if not even one does, as many words as do, and
 * dots. Counted are characters, where controller-gen counts bytes and may halve one; and nothing is longer than `most`.
 */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const sentences = cutAtEnd(characters.slice(0, most + 1), isSentenceEnd);
  if (sentences !== undefined) return sentences;
  const room = most - ELLIPSIS.length;
  if (room < 1) return characters.slice(0, most).join('');
  const words = cutAtEnd(characters.slice(0, room + 1), isWordEnd) ?? characters.slice(0, room).join('');
  return words + ELLIPSIS;
}

/** The text up to the last place where it may end; undefined if there is none. */
function cutAtEnd(
  characters: readonly string[],
  mayEnd: (before: string, after: string) => boolean,
): string | undefined {
  for (let length = characters.length - 1; length > 0; length--) {
    if (mayEnd(characters[length - 1] as string, characters[length] as string)) {
      return characters.slice(0, length).join('');
    }
  }
  return undefined;
}

/** The dot in `v1.2` or `example.com` ends no sentence. */
function isSentenceEnd(before: string, after: string): boolean {
  return /\p{Sentence_Terminal}/u.test(before) && (/\s/.test(after) || /[\u3002\uff01\uff1f\uff61]/.test(before));
}

function isWordEnd(before: string, after: string): boolean {
  return /\s/.test(after) && !/\s/.test(before);
}
