// Template literal types as patterns of texts.
import { ts } from './compiler.js';

/** The text that each part of a template literal type may be: what is fixed, and between the fixed parts anything. */
export interface TextForm {
  readonly fixed: readonly string[];
}

/** The forms of a type that is made of texts, some with gaps; undefined if it is not, or if a gap is no plain string. */
export function textForms(members: readonly ts.Type[]): readonly TextForm[] | undefined {
  const forms = members.map(formOf);
  return forms.every(form => form !== undefined) ? forms : undefined;
}

function formOf(type: ts.Type): TextForm | undefined {
  if (type.isStringLiteral()) return { fixed: [type.value] };
  if (!(type.flags & ts.TypeFlags.TemplateLiteral)) return undefined;
  const { texts, types } = type as ts.TemplateLiteralType;
  return types.every(gap => gap.flags & ts.TypeFlags.String) ? { fixed: texts } : undefined;
}

/** A regular expression, the same in RE2 and JavaScript, that only texts of these forms match. */
export function patternOf(forms: readonly TextForm[]): string {
  const [only] = forms;
  if (only === undefined || forms.length > 1) {
    // The compiler keeps unions in an order of its own.
    const bodies = forms.map(({ fixed }) => fixed.map(escaped).join(ANY)).sort();
    return `^(${bodies.join('|')})$`;
  }
  // A gap at an end needs no mention, because a pattern is looked for anywhere in the text.
  const start = only.fixed[0] === '' ? '' : '^';
  const end = only.fixed.at(-1) === '' ? '' : '$';
  const [first, ...rest] = only.fixed;
  const middle = [...(first === '' ? [] : [first]), ...rest.slice(0, end === '' ? -1 : undefined)];
  return `${start}${middle.map(part => escaped(part ?? '')).join(ANY)}${end}`;
}

/** Line breaks too, as TypeScript has it. */
const ANY = '[\\s\\S]*';

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The pattern to suggest for a template whose gaps are numbers and the like. */
export function suggestedPattern(type: ts.Type): string {
  const { texts, types } = type as ts.TemplateLiteralType;
  const gaps = types.map(gap => (gap.flags & ts.TypeFlags.NumberLike ? '[0-9]+(\\.[0-9]+)?' : '.*'));
  const body = texts.map((text, index) => `${escaped(text)}${gaps[index] ?? ''}`).join('');
  return `^${body}$`;
}
