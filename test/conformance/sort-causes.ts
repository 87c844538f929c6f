// Puts the causes of a refusal in order: a real API server walks maps, whose order is another each time.

type Json = Record<string, unknown>;

interface Cause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** A Status with its causes sorted, in its details and in its message; anything else as it is. */
export function sortCauses(object: Json): Json {
  const details = object.details as { readonly causes?: readonly Cause[] } | undefined;
  if (object.kind !== 'Status' || details?.causes === undefined) return object;
  const causes = details.causes.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  return { ...object, message: sortedMessage(String(object.message), details.causes), details: { ...details, causes } };
}

/** `... is invalid: [b: wrong, a: wrong]` -> `[a: wrong, b: wrong]`, if that is all that the brackets hold. */
function sortedMessage(message: string, causes: readonly Cause[]): string {
  const parts = causes.map(textOf);
  const start = message.indexOf('[');
  const listed = message.slice(start + 1, -1);
  if (start < 0 || !message.endsWith(']') || listed.length !== parts.join(', ').length) return message;
  if (!parts.every(part => listed.includes(part))) return message;
  return `${message.slice(0, start)}[${parts.sort().join(', ')}]`;
}

function textOf({ field, message }: Cause): string {
  return `${field}: ${message}`;
}
