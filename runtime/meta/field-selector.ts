// Field selectors in text form: `metadata.name=a,status.phase!=Running`.

/** One wish about one field. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/**
 * The wishes of a selector, sorted as texts; an empty text wishes nothing. A backslash stands before a comma, an equals sign or a backslash
 * that belongs to the value. The grammar is that of apimachinery's `fields.ParseSelector`.
 * @throws TypeError that says where it does not parse
 */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return [...termsOf(text)].sort().flatMap(term => {
    if (term === '') return [];
    const wish = requirement(term, text);
    // Go drops what is about nothing.
    return wish.field === '' && wish.value === '' ? [] : [wish];
  });
}

/** The selector as Go prints it; the values are escaped. */
export function fieldSelectorText(requirements: readonly FieldRequirement[]): string {
  return requirements
    .map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`)
    .join(',');
}

function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === ',') {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function requirement(term: string, text: string): FieldRequirement {
  for (let at = 0; at < term.length; at++) {
    for (const sign of ['!=', '==', '=']) {
      if (!term.startsWith(sign, at)) continue;
      const value = unescaped(term.slice(at + sign.length), text);
      return { field: term.slice(0, at), operator: sign === '!=' ? '!=' : '=', value };
    }
  }
  throw new TypeError(`field selector ${JSON.stringify(text)}: ${JSON.stringify(term)} has none of = == !=`);
}

function unescaped(value: string, text: string): string {
  let plain = '';
  for (let at = 0; at < value.length; at++) {
    const char = value[at] as string;
    const next = value[at + 1];
    if (char === '\\') {
      if (next !== '\\' && next !== ',' && next !== '=') {
        throw new TypeError(`field selector ${JSON.stringify(text)}: "\\" stands before one of \\ , = only`);
      }
      plain += next;
      at += 1;
    } else if (char === '=') {
      throw new TypeError(`field selector ${JSON.stringify(text)}: "=" in a value is written "\\="`);
    } else {
      plain += char;
    }
  }
  return plain;
}
