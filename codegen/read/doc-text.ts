// The text of a doc comment as a CRD's description says it.
import { ts } from './compiler.js';

/** The description that stands before a declaration, else between its decorators and its name; undefined without one. */
export function docText(declaration: ts.Node): string | undefined {
  const source = declaration.getSourceFile().text;
  const comment = startsOf(declaration)
    .map(start => docCommentAt(start, source))
    .find(found => found !== undefined);
  return describe(comment ?? '') || undefined;
}

/** Where doc comments may stand. */
function startsOf(declaration: ts.Node): readonly number[] {
  const { modifiers = [] } = declaration as { readonly modifiers?: readonly ts.ModifierLike[] };
  const { name } = declaration as { readonly name?: ts.Node };
  const inner = [...modifiers.filter(each => !ts.isDecorator(each)), ...(name === undefined ? [] : [name])];
  return [declaration.pos, ...inner.map(({ pos }) => pos)];
}

function docCommentAt(start: number, source: string): string | undefined {
  const before = ts.getTrailingCommentRanges(source, start) ?? [];
  // What ends the line is about that line.
  const endsLine = /^[ \t]*([\r\n]|$)/.test(source.slice(before.at(-1)?.end));
  const comments = [...(endsLine ? [] : before), ...(ts.getLeadingCommentRanges(source, start) ?? [])];
  const texts = comments.map(({ pos, end }) => source.slice(pos, end));
  return texts.filter(text => /^\/\*\*(?!\/|\*\/)/.test(text)).at(-1);
}

/**
 * From the comment's source, not from its parsed form: the parser takes any `@word` at the start of a line for a tag and
 * cuts the text there. Line breaks are kept. Lines that start with TODO and all that follows a `---` line stay out, as
 * with controller-gen; of the known tags `@deprecated` and `@remarks` are text for readers, the others are not.
 */
export function describe(comment: string): string {
  const kept: string[] = [];
  let fenced = false;
  let skipping = false;
  for (const line of linesOf(comment)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const tag = fenced ? undefined : /^\s*@([A-Za-z]+)\b\s*(.*)$/.exec(line);
    const name = tag?.[1];
    const opening = name === undefined ? undefined : SPOKEN_TAGS.get(name);
    if (name !== undefined && (SILENT_TAGS.has(name) || opening !== undefined)) {
      skipping = SILENT_TAGS.has(name);
      if (skipping) continue;
      const said = `${opening}${tag?.[2] ?? ''}`.trimEnd();
      if (said !== '') kept.push(said);
      continue;
    }
    if (skipping) continue;
    if (!fenced && /^\s*---\s*$/.test(line)) break;
    if (!fenced && /^\s*TODO\b/.test(line)) continue;
    kept.push(line);
  }
  return withoutInlineTags(kept.join('\n')).trim();
}

/** Tags that speak to programmers and their tools; with the lines that belong to them. */
const SILENT_TAGS = new Set(
  (
    'alpha author beta category constant const default defaultValue defaultvalue enum eventProperty example ' +
    'experimental file fileoverview group hidden ignore inheritDoc internal kind label license link memberof module ' +
    'name namespace override packageDocumentation param private privateRemarks prop property protected public ' +
    'readonly return returns sealed see since summary template throws todo type typedef typeParam version virtual'
  ).split(' '),
);

/** Tags that speak to readers, and how their text begins. */
const SPOKEN_TAGS = new Map([
  ['deprecated', 'Deprecated: '],
  ['remarks', ''],
  ['description', ''],
]);

function linesOf(comment: string): readonly string[] {
  return comment
    .replace(/^\/\*\*+ ?/, '')
    .replace(/\s*\*+\/$/, '')
    .split(/\r\n?|\n/)
    .map((line, index) => (index === 0 ? line : line.replace(/^\s*\* ?/, '')).trimEnd());
}

/** `{@link Name}` reads as `Name`, `{@link Name | words}` and `{@link Name words}` as the words. */
function withoutInlineTags(text: string): string {
  return text
    .replace(/\{@inheritDoc\b[^}]*\}/g, '')
    .replace(/\{@link(?:code|plain)?\s+([^\s}|]*)\s*(?:\|\s*)?([^}]*?)\s*\}/g, (_all, name, words) => words || name);
}
