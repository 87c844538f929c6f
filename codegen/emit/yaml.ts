// The one printer of YAML: every document that codegen writes passes through here.
import { DEFAULT_SCALAR_STYLE_RULES, DUMP_SCHEMA, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';
import type { Json } from '../../schema/structural-schema.js';
import { byKey } from './key-order.js';

/**
 * One YAML document, as Kubernetes tools print it: it starts with `---`, keys are in the order of `byKey`, sequences are
 * not indented, text of several lines is a literal block, and no line is ever folded. Texts that a YAML 1.1 parser, such
 * as kubectl's, would take for something else (`on`, `1e3`, `0o7`, a date) are quoted. The same value gives the same
 * bytes, whatever the order of its keys.
 */
export function printYaml(value: Json): string {
  const key = JSON.stringify(value);
  if (key.length > SMALL) return printed(value);
  const before = smallOnes.get(key);
  if (before !== undefined) return before;
  const text = printed(value);
  if (smallOnes.size >= MOST) smallOnes.clear();
  smallOnes.set(key, text);
  return text;
}

/** While watching, the roles of all kinds are printed again and again. Definitions are kept by those who make them. */
const smallOnes = new Map<string, string>();
const SMALL = 3000;
const MOST = 3000;

function printed(value: Json): string {
  const text = dump(sorted(value), {
    schema: DUMP_SCHEMA,
    noRefs: true,
    lineWidth: -1,
    seqNoIndent: true,
    scalarStyleRules: [quoteForGo, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
  return `---\n${text}`;
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (Object.is(value, -0)) return 0;
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort(byKey);
  // A null prototype, so that a field named __proto__ is a key like any other.
  const result: Record<string, Json> = Object.create(null);
  for (const key of keys) {
    const child = value[key];
    if (child !== undefined) result[key] = sorted(child);
  }
  return result;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

// js-yaml knows what YAML 1.1 and 1.2 call a number, a boolean, null, a merge or a date. The Go parsers behind kubectl
// go further: they drop every underscore and then take what strconv takes, prefixes in capitals included, and dates
// without leading zeros. A lone document marker is legal as plain text, but not to every splitter of streams.
const NUMBER_TO_GO = /^[-+]?(0[box][0-9a-f]+|[0-9]+|([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?)$/i;
const DATE_TO_GO = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/;
const DOCUMENT_MARKER = /^(---|\.\.\.)(\s|$)/;

/** Two or more words, or a longer name in several: neither numbers nor dates nor words with a meaning look so. */
const SURELY_TEXT = /^[A-Za-z]+( [A-Za-z]+)+$|^[a-z]{6,}$/;

/** Double quotes, as Go prints such texts; single ones are left for those that only the syntax wants quoted. */
const quoteForGo: ScalarStyleRule = layout => {
  const { value, tag } = layout.node;
  const { schema } = layout.presenterOptions;
  if (layout.style !== SCALAR_STYLE.PLAIN || SURELY_TEXT.test(value)) return;
  if (tag !== schema.defaultScalarTag.tagName || value.includes('\n')) return;
  const isOther = schema.resolveImplicitScalarTag(value).tag.tagName !== tag;
  if (
    isOther ||
    NUMBER_TO_GO.test(value.replaceAll('_', '')) ||
    DATE_TO_GO.test(value) ||
    DOCUMENT_MARKER.test(value)
  ) {
    layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  }
};
