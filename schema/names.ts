// What names, labels and keys may look like, in the words of the API server.

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS_1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${KEY})?`;

const KEY_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** What is wrong with a DNS label (RFC 1123): a namespace's name. Empty when nothing is, as in all of these. */
export function labelProblems(text: string, unit: 'bytes' | 'characters' = 'bytes'): readonly string[] {
  const long = tooLong(text, 63, unit);
  if (isLabel(text)) return long;
  if (isSubdomain(text)) return [...long, 'must not contain dots'];
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...long, byRegex(rule, LABEL, ['my-name', '123-abc'])];
}

/** What is wrong with a DNS subdomain (RFC 1123): the name of most objects. */
export function subdomainProblems(text: string): readonly string[] {
  const long = tooLong(text, 253, 'characters');
  if (isSubdomain(text)) return long;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...long, byRegex(rule, SUBDOMAIN, ['example.com'])];
}

/** What is wrong with a DNS label that begins with a letter (RFC 1035): a kind in lower case, a Service's name. */
export function dns1035LabelProblems(text: string): readonly string[] {
  const long = tooLong(text, 63, 'characters');
  if (/^[a-z]/.test(text) && isLabel(text)) return long;
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...long, byRegex(rule, DNS_1035_LABEL, ['my-name', 'abc-123'])];
}

/** What is wrong with the key of a label, annotation or finalizer: `example.com/name`. */
export function qualifiedNameProblems(text: string): readonly string[] {
  const parts = text.split('/');
  const keyRule = byRegex(KEY_RULE, KEY, ['MyName', 'my.name', '123-abc']);
  if (parts.length > 2) {
    return [`a valid label key ${keyRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const [prefix] = parts.length === 2 ? parts : [];
  return [
    ...(prefix === undefined ? [] : prefixProblems(prefix)),
    ...(name === '' ? ['name part must be non-empty'] : tooLong(name, 63).map(each => `name part ${each}`)),
    ...(isKey(name) ? [] : [`name part ${keyRule}`]),
  ];
}

/** What is wrong with the value of a label. */
export function labelValueProblems(text: string): readonly string[] {
  const long = tooLong(text, 63);
  if (text === '' || isKey(text)) return long;
  const rule = `a valid label must be an empty string or ${KEY_RULE.replace('must consist', 'consist')}`;
  return [...long, byRegex(rule, VALUE, ['MyValue', 'my_value', '12345'])];
}

/** What is wrong with a name that is to be a part of a URL's path. `prefix` for one that more will follow. */
export function pathSegmentProblems(text: string, prefix = false): readonly string[] {
  if (!prefix && (text === '.' || text === '..')) return [`may not be '${text}'`];
  return ['/', '%'].filter(each => text.includes(each)).map(each => `may not contain '${each}'`);
}

function prefixProblems(prefix: string): readonly string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix).map(each => `prefix part ${each}`);
}

/** Bytes are counted always, whatever the server calls them. */
function tooLong(text: string, most: number, unit = 'bytes'): readonly string[] {
  return new TextEncoder().encode(text).length > most ? [`must be no more than ${most} ${unit}`] : [];
}

function byRegex(rule: string, regex: string, examples: readonly string[]): string {
  const said = examples.map(example => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${said}regex used for validation is '${regex}')`;
}

// The patterns above may backtrack for long in JavaScript; these say the same.
function isLabel(text: string): boolean {
  return /^[-a-z0-9]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
}

function isSubdomain(text: string): boolean {
  return text.split('.').every(isLabel);
}

function isKey(text: string): boolean {
  return /^[-A-Za-z0-9_.]+$/.test(text) && /^[A-Za-z0-9]/.test(text) && /[A-Za-z0-9]$/.test(text);
}
