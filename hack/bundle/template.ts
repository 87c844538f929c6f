// Objects with places that Helm fills in, and their text as a template.
import { dump } from 'js-yaml';
import type { Json } from './kustomize.js';

/** A value with places that Helm fills in. */
export type Template =
  | { readonly kind: 'plain'; readonly value: Json }
  /** Stands where a scalar would: `{{ .Values.replicas }}`. */
  | { readonly kind: 'inline'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly items: readonly Item[] };

/** What stands in a map: a key, there only where `when` holds; a key for a value that is not empty; or the keys of a value. */
export type Entry =
  | { readonly key: string; readonly content: Template; readonly when?: string }
  | { readonly key: string; readonly filledBy: string; readonly isText?: boolean }
  | { readonly each: string };

/** What stands in a list: an item, there only where `when` holds; or the items of a value. */
export type Item = { readonly content: Template; readonly when?: string } | { readonly each: string };

export const plain = (value: Json): Template => ({ kind: 'plain', value });
export const inline = (text: string): Template => ({ kind: 'inline', text });

/** The text of a template, at this depth of blanks, ending in a new line. */
export function printTemplate(template: Template, depth = 0): string {
  switch (template.kind) {
    case 'plain':
      return indented(printPlain(template.value), depth);
    case 'inline':
      return indented(`${template.text}\n`, depth);
    case 'map':
      return template.entries.map(entry => printEntry(entry, depth)).join('');
    case 'list':
      return template.items.map(item => printItem(item, depth)).join('');
  }
}

function printEntry(entry: Entry, depth: number): string {
  if ('each' in entry) return printAll(entry.each, depth);
  const key = printPlain(entry.key).trimEnd();
  if ('filledBy' in entry) {
    const text = entry.isText ? `${key}: {{ . | quote }}\n` : `${key}:\n${yamlOfDot(2, depth + 2)}`;
    return within(`with ${entry.filledBy}`, depth, indented(text, depth));
  }
  const { content, when } = entry;
  const isBelow = content.kind === 'map' || content.kind === 'list';
  const text = isBelow
    ? indented(`${key}:\n`, depth) + printTemplate(content, depth + 2)
    : indented(
        content.kind === 'inline' ? `${key}: ${content.text}\n` : printPlain({ [entry.key]: content.value }),
        depth,
      );
  return when === undefined ? text : within(`if ${when}`, depth, text);
}

function printItem(item: Item, depth: number): string {
  if ('each' in item) return printAll(item.each, depth);
  const content = printTemplate(item.content, depth + 2);
  // A directive cannot stand behind the dash: it would take the line's end with it.
  const isDirective = content.trimStart().startsWith('{{-');
  const text = isDirective ? indented('-\n', depth) + content : `${indented('- ', depth)}${content.trimStart()}`;
  return item.when === undefined ? text : within(`if ${item.when}`, depth, text);
}

function printAll(value: string, depth: number): string {
  return within(`with ${value}`, depth, yamlOfDot(depth));
}

function within(directive: string, depth: number, text: string): string {
  return `${indented(`{{- ${directive} }}\n`, depth)}${text}${indented('{{- end }}\n', depth)}`;
}

/** @param blanks before the directive; before the YAML that it makes there are `depth` of them */
function yamlOfDot(blanks: number, depth = blanks): string {
  return indented(`{{- toYaml . | nindent ${depth} }}\n`, blanks);
}

/** Braces of its own are not Helm's: alerts of Prometheus have some. */
function printPlain(value: Json): string {
  return dump(value, { lineWidth: -1, noRefs: true }).replaceAll('{{', '{{ "{{" }}');
}

function indented(text: string, depth: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(depth));
}
