// Tells what is wrong in an expression of CEL: at its place in the source, with what was probably meant.
import type { CelIssue } from '../../schema/cel/expression.js';
import { declaredType } from '../../schema/cel/types/declared-type.js';
import { escapeName } from '../../schema/cel/types/escape-name.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { someOf } from '../model/some-of.js';
import { error } from './finding.js';

export interface CelText {
  /** Such as `a rule of spec.ports`. */
  readonly what: string;
  readonly text: string;
  /** The argument that says it. */
  readonly place: Origin;
  /** Where a line of it begins, counted from 0; undefined if the text is not written out. */
  readonly lines: (line: number) => Origin | undefined;
  /** What is told where a name is not known. */
  readonly variables: string;
}

const SHOWN = 3;

/** The first findings; after a syntax error all others follow from it. @param schema that of `self`, if there is one */
export function celFindings(issues: readonly CelIssue[], text: CelText, schema?: SchemaNode): readonly Diagnostic[] {
  const [first] = issues;
  const shown = first?.message.startsWith('Syntax error') ? [first] : issues.slice(0, SHOWN);
  return shown.flatMap(issue => finding(issue, text, schema));
}

function finding(issue: CelIssue, text: CelText, schema: SchemaNode | undefined): readonly Diagnostic[] {
  const { message, known } = issue;
  const { place, at } = placeIn(text, issue.span.start);
  const told = `${text.what}: ${message.replace(/^Syntax error: /, '').replace(" (in container '')", '')}${at}`;
  if (message.startsWith('Syntax error')) return [error(place, 'KW6001', told)];
  const [, name = ''] = /'(.*?)'/.exec(message) ?? [];
  if (message.startsWith('undefined field')) {
    const unseen = schema && unseenField(schema, name);
    if (unseen === undefined) return [error(place, 'KW6002', told, fieldHint(name, known ?? []))];
    // A type that cannot be read has been told of.
    if (!unseen['x-kubernetes-preserve-unknown-fields']) return [];
    return [error(place, 'KW6002', told, 'rules cannot see what may hold any JSON; give the field a type')];
  }
  if (message.startsWith('undeclared reference')) {
    const hint = didYouMean(name, known?.filter(each => WORD.test(each)) ?? [], text.variables);
    return [error(place, 'KW6003', told, hint)];
  }
  return [error(place, 'KW6004', told, typeHint(message))];
}

/** Operators are functions, too, with names that nobody writes. */
const WORD = /^[a-z][\w.]*$/i;

function fieldHint(name: string, known: readonly string[]): string {
  const metadata = known.length === 2 && known.includes('generateName');
  const fields = known.length === 0 ? 'it has no fields that rules see' : `its fields are ${someOf(known)}`;
  return didYouMean(name, known, metadata ? 'of the metadata rules see name and generateName only' : fields);
}

/** A field of that name, of which rules see nothing. */
function unseenField(schema: SchemaNode, name: string): SchemaNode | undefined {
  const fields = Object.entries(schema.properties ?? {});
  const found = fields.find(([property, field]) => escapeName(property) === name && !declaredType(field, '', false));
  if (found !== undefined) return found[1];
  const below = [...fields.map(([, field]) => field), schema.items, schema.additionalProperties];
  for (const each of below) {
    const inner = each && unseenField(each, name);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** How types that are often mixed are made alike. */
const CONVERSIONS: readonly (readonly [RegExp, string])[] = [
  [/'\((?:int, double|double, int)\)'/, 'make both one type: double(self.x)'],
  [/'\((?:int, uint|uint, int)\)'/, 'make both one type: int(self.x)'],
  [/'\((?:timestamp, string|string, timestamp)\)'/, "make a time of the text: timestamp('2030-01-01T00:00:00Z')"],
  [/'\((?:duration, string|string, duration)\)'/, "make a duration of the text: duration('1h')"],
  [/'\((?:string, int|int, string)\)'/, 'make both one type: string(self.x), or int(self.x)'],
  [/null/, 'a field that may be missing is asked for with has(self.x)'],
];

function typeHint(message: string): string | undefined {
  if (!message.startsWith('found no matching overload')) return undefined;
  return CONVERSIONS.find(([types]) => types.test(message))?.[1];
}

/** In the source; or the argument as a whole, and the place within the text in words. */
function placeIn({ text, place, lines }: CelText, offset: number): { readonly place: Origin; readonly at: string } {
  const before = text.slice(0, offset).split('\n');
  const line = before.length - 1;
  const column = before.at(-1)?.length ?? 0;
  const begin = lines(line);
  if (begin !== undefined) return { place: { ...begin, column: begin.column + column }, at: '' };
  return { place, at: ` (at ${line + 1}:${column + 1} of the text)` };
}
