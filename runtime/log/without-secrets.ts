// What must not be in a log.

const HIDDEN = '[hidden]';

/** Endings of names whose values are secrets; case and punctuation do not matter. */
const SECRET_NAMES =
  /(passwords?|passwd|passphrases?|tokens?|authorization|cookies?|credentials?|apikeys?|(access|secret|private|signing|encryption)key|(client|shared|session|signing|jwt)secret|keydata|tlskey)$/;

/** Those that are secrets as a word of their own: `pass`, `dbPass`, `DB_PASS`, and of variables also `JWT_SECRET`. */
const SECRET_WORDS = /^(pass|pwd)$|[a-z](Pass|Pwd)$|[^A-Za-z](pass|pwd|PASS|PWD)$|(^|_)SECRET$/;

/** Under these the name stands beside its `value`: variables, pairs, steps of patches. */
const NAMED_BY = ['name', 'key', 'path'];

/** Holds what was applied with kubectl as a text: the data of a Secret, and passwords in variables of a Pod. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Deeper values are not logged in any case. */
const DEEPEST = 8;

/**
 * The value without its secrets: the data of a Secret, wherever it stands, and texts under names such as `password`,
 * `bearerToken` or `Authorization`, also where the name is a value, as of environment variables and in patches. What has
 * none stays the same object. Throws what a getter throws.
 * @param deepest deeper values are left out
 */
export function withoutSecrets(value: unknown, deepest = DEEPEST): unknown {
  return clean(value, [], deepest);
}

/** Whether a text under this name is a secret. */
function isSecretName(name: string): boolean {
  return SECRET_NAMES.test(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) || SECRET_WORDS.test(name);
}

/**
 * A line of JSON without what is a secret by its looks: bearer tokens and passwords in headers, JSON web tokens, private
 * keys, credentials in URLs, what follows `password=`, `token=` and their like, and such fields of JSON that is a text in
 * the line. It is a line of JSON still.
 */
export function lineWithoutSecrets(line: string): string {
  if (!SUSPICIOUS.test(line)) return line;
  return line
    .replaceAll(PRIVATE_KEY, HIDDEN)
    .replaceAll(WEB_TOKEN, HIDDEN)
    .replaceAll(CREDENTIALS, `$1 ${HIDDEN}`)
    .replaceAll(PASSWORD_IN_URL, `$1${HIDDEN}@`)
    .replaceAll(TOKEN_IN_URL, `$1${HIDDEN}`)
    .replaceAll(ASSIGNED, `$1${HIDDEN}`)
    .replaceAll(JSON_IN_TEXT, `$1${HIDDEN}`);
}

/** As `lineWithoutSecrets`, of a text that stands in no line of JSON. */
export function textWithoutSecrets(text: string): string {
  return JSON.parse(lineWithoutSecrets(JSON.stringify(text))) as string;
}

/** How names of secrets end in texts. */
const NAMES =
  'password|passwd|passphrase|token|api[-_]?key|(?:access|secret|private)[-_]?key|(?:client|jwt)[-_]?secret';
const SUSPICIOUS = new RegExp(
  String.raw`PRIVATE KEY-----|eyJ|(?:bearer|basic) |://[^\s"\\/?#]*@|(?:${NAMES}|authorization|cookie)\\+"|(?:${NAMES}|signature|[?&]sig)=`,
  'i',
);
/** Where a word begins: in a line of JSON also behind a character that is escaped, such as the end of a line. */
const WORD = String.raw`(?:\b|(?<=\\[bfnrt]|\\u[\da-f]{4}))`;
/** One that was cut off goes on to the end of the text, in which a quote is escaped. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)(?:\\.|[^"\\]))*(?:-----END [A-Z ]*-----)?/gs;
const WEB_TOKEN = new RegExp(String.raw`${WORD}eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*`, 'g');
const CREDENTIALS = new RegExp(
  String.raw`${WORD}(bearer|basic) +(?=[\w.~+/-]*[\d=]|[\w.~+/-]{20})[\w.~+/=-]{6,}`,
  'gi',
);
/** To the last `@`: a password may have one that nobody has escaped. */
const PASSWORD_IN_URL = /(:\/\/[^\s"\\/@:?#]*:)[^\s"\\/?#]+@/g;
/** Names of users are shorter. */
const TOKEN_IN_URL = /(:\/\/)[^\s"\\/@:?#[\]]{20,}(?=(?::[^\s"\\/?#]*)?@)/g;
/** In a text: a quote behind an even number of them ends it. */
const QUOTE = String.raw`(?:\\\\)*\\"`;
const ASSIGNED = new RegExp(String.raw`((?:${NAMES}|signature|[?&]sig)=(?:'|${QUOTE})?)[^\s"'\\&;,#]+`, 'gi');
/** Its quotes, and what it escapes, are escaped once more. */
const JSON_IN_TEXT = new RegExp(
  String.raw`((?:${NAMES}|authorization|cookie)${QUOTE}\s*:\s*${QUOTE})(?:[^"\\]|\\\\(?:\\["\\]|[^"\\]))+`,
  'gi',
);

function clean(value: unknown, above: readonly object[], deepest: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length === deepest) return '[deeper values are left out]';
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return clean((value as { toJSON(): unknown }).toJSON(), [...above, value], deepest);
  }
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return cleanEach(value, (item, at) => (isSecretFlag(value[at - 1]) ? hide(item) : clean(item, inside, deepest)));
  }
  return cleanObject(value as Readonly<Record<string, unknown>>, inside, deepest);
}

/** In a list of arguments its value follows. */
function isSecretFlag(item: unknown): boolean {
  return typeof item === 'string' && /^--?\w[\w.-]*$/.test(item) && isSecretName(item);
}

function cleanEach(values: readonly unknown[], one: (value: unknown, at: number) => unknown): readonly unknown[] {
  const cleaned = values.map(one);
  return cleaned.some((value, index) => value !== values[index]) ? cleaned : values;
}

function cleanObject(object: Readonly<Record<string, unknown>>, inside: readonly object[], deepest: number): unknown {
  const names = Object.keys(object);
  const isSecret = object.kind === 'Secret';
  const isNamedSecret = NAMED_BY.some(by => typeof object[by] === 'string' && isSecretName(object[by]));
  let cleaned: Record<string, unknown> | undefined;
  for (const name of names) {
    const value = object[name];
    let clear: unknown;
    if (isSecret && (name === 'data' || name === 'stringData')) clear = hideEach(value);
    else if (object.kind === 'SecretList' && name === 'items' && Array.isArray(value))
      clear = value.map(item => clean({ ...item, kind: 'Secret' }, inside, deepest));
    else if (name === LAST_APPLIED || isSecretName(name) || (isNamedSecret && name === 'value')) clear = hide(value);
    else clear = clean(value, inside, deepest);
    if (clear === value) continue;
    cleaned ??= { ...object };
    cleaned[name] = clear;
  }
  return cleaned ?? object;
}

/** Numbers and booleans say how a secret is dealt with (`automountServiceAccountToken`); all else may hold it. */
function hide(value: unknown): unknown {
  const tells = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return tells && value !== '' ? HIDDEN : value;
}

/** The names are kept: they say which ones there are. */
function hideEach(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return hide(data);
  return Object.fromEntries(Object.keys(data).map(name => [name, HIDDEN]));
}
