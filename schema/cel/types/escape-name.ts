// Names of properties as identifiers of CEL.

/** Names that are kept for the language. As names of fields they are allowed. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The identifier for a property: `my-field` is `my__dash__field`. Undefined if no rule can name the property. */
export function escapeName(property: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(property)) return undefined;
  if (RESERVED_NAMES.has(property)) return `__${property}__`;
  return property.replace(/__|[./-]/g, found => ESCAPES[found] ?? found);
}

const UNESCAPES: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** The property that an identifier stands for. Undefined for an identifier that stands for none. */
export function unescapeName(identifier: string): string | undefined {
  let known = true;
  const property = identifier.replace(/__([^_]+)__/g, (whole, inner: string) => {
    if (RESERVED_NAMES.has(inner)) {
      known &&= whole.length === identifier.length;
      return inner;
    }
    known &&= UNESCAPES[inner] !== undefined;
    return UNESCAPES[inner] ?? '';
  });
  return known ? property : undefined;
}
