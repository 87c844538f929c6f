// Changes places of a template.
import type { Json } from './kustomize.js';
import { type Entry, type Item, plain, type Template } from './template.js';

/** The way to a place: keys of maps, and positions in lists. */
export type Path = readonly (string | number)[];

/** Puts another content at a place that is there. */
export function replaced(template: Template, path: Path, change: (content: Template) => Template): Template {
  const [step, ...rest] = path;
  if (step === undefined) return change(template);
  if (typeof step === 'number') {
    const { items } = asList(template);
    return { kind: 'list', items: items.map((item, at) => (at === step ? within(item, rest, change) : item)) };
  }
  const { entries } = asMap(template);
  if (!entries.some(entry => isAt(entry, step))) throw new Error(`there is no ${path.join('.')}`);
  return { kind: 'map', entries: entries.map(entry => (isAt(entry, step) ? within(entry, rest, change) : entry)) };
}

/** Adds to the map at a place; what has the same key goes. The map is made where it is missing. */
export function withEntry(template: Template, path: Path, added: Entry): Template {
  const key = 'key' in added ? added.key : undefined;
  return replaced(made(template, path), path, content => {
    const others = asMap(content).entries.filter(entry => key === undefined || !isAt(entry, key));
    return { kind: 'map', entries: [...others, added] };
  });
}

/** Adds to the end of the list at a place. */
export function withItem(template: Template, path: Path, added: Item): Template {
  return replaced(template, path, content => ({ kind: 'list', items: [...asList(content).items, added] }));
}

function made(template: Template, path: Path): Template {
  const last = path.at(-1);
  if (typeof last !== 'string') return template;
  return replaced(template, path.slice(0, -1), content => {
    const { entries } = asMap(content);
    if (entries.some(entry => isAt(entry, last))) return content;
    return { kind: 'map', entries: [...entries, { key: last, content: plain({}) }] };
  });
}

function within<Part extends Entry | Item>(part: Part, rest: Path, change: (content: Template) => Template): Part {
  if (!('content' in part)) throw new Error(`nothing is known of what is at ${rest.join('.')}`);
  return { ...part, content: replaced(part.content, rest, change) };
}

function isAt(entry: Entry, key: string): boolean {
  return 'key' in entry && entry.key === key;
}

function asMap(template: Template): { readonly entries: readonly Entry[] } {
  if (template.kind === 'map') return template;
  const value = plainValue(template);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('there is no map here');
  return { entries: Object.entries(value).map(([key, each]) => ({ key, content: plain(each) })) };
}

function asList(template: Template): { readonly items: readonly Item[] } {
  if (template.kind === 'list') return template;
  const value = plainValue(template);
  if (!Array.isArray(value)) throw new Error('there is no list here');
  return { items: value.map(each => ({ content: plain(each) })) };
}

function plainValue(template: Template): Json | undefined {
  return template.kind === 'plain' ? template.value : undefined;
}
