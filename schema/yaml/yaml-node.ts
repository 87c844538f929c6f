// The documents of a YAML text as trees, in which nothing is decided yet about what they mean.
import {
  CHOMPING_MODE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { lenientEvents } from './lenient-events.js';

interface Node {
  /** On which line it begins, from 1. */
  readonly line: number;
}

export interface YamlScalar extends Node {
  readonly kind: 'scalar';
  readonly text: string;
  /** With its prefix; empty when there is none. */
  readonly tag: string;
  /** Whether the text itself tells what it is: it is not quoted and has no tag. */
  readonly plain: boolean;
}

export interface YamlList extends Node {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Node {
  readonly kind: 'map';
  /** Keys and values in turn. */
  readonly items: readonly YamlNode[];
}

export interface YamlAlias extends Node {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined when nothing before it has this name. It may hold the alias itself. */
  readonly target: YamlNode | undefined;
}

export type YamlNode = YamlScalar | YamlList | YamlMap | YamlAlias;

/** @throws YAMLException for text that is no YAML, or nests deeper than that */
export function yamlNodes(written: string, maxDepth: number): readonly YamlNode[] {
  const { text, events } = lenientEvents(written, maxDepth);
  const reader = new EventReader(text);
  for (const event of events) reader.take(event);
  return reader.documents;
}

class EventReader {
  readonly documents: YamlNode[] = [];
  /** The lists and maps that are open, the outermost first; the document is one of them. */
  readonly #open: YamlNode[][] = [];
  #anchors = new Map<string, YamlNode>();
  #prefixes: ReadonlyMap<string, string> = new Map();
  /** Events come in the order of the text, so its lines are counted once. */
  readonly #breaks: Iterator<RegExpExecArray>;
  #break: number;
  #line = 1;

  constructor(private readonly text: string) {
    this.#breaks = text.matchAll(/\r\n|\r|\n/g);
    this.#break = this.#nextBreak();
  }

  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (event.directives.some(each => each.kind === 'yaml' && each.version !== '1.1')) {
          YAMLException.throwAt(this.text, 0, 'found incompatible YAML document');
        }
        this.#anchors = new Map();
        this.#prefixes = new Map(
          event.directives.flatMap(each => (each.kind === 'tag' ? [[each.handle, each.prefix] as const] : [])),
        );
        this.#open.push(this.documents);
        return;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const items: YamlNode[] = [];
        const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'list';
        this.#add({ kind, items, line: this.#lineOf(event.start, event.anchorStart, event.tagStart) }, event);
        this.#open.push(items);
        return;
      }
      case EVENT_ID.SCALAR: {
        const raw = event.tagStart < 0 ? '' : this.text.slice(event.tagStart, event.tagEnd);
        const plain = event.style === SCALAR_STYLE.PLAIN && raw === '';
        // A block is told by the line of what it belongs to: it begins with its `|`, and the value behind that.
        const line = this.#lineOf(isBlock(event) ? -1 : event.valueStart, event.anchorStart, event.tagStart);
        this.#add({ kind: 'scalar', text: textOf(event, this.text), tag: this.#tag(raw), plain, line }, event);
        return;
      }
      case EVENT_ID.ALIAS: {
        const name = this.#slice(event.anchorStart, event.anchorEnd);
        this.#add({ kind: 'alias', name, target: this.#anchors.get(name), line: this.#lineOf(event.anchorStart) });
        return;
      }
      case EVENT_ID.POP:
        this.#open.pop();
    }
  }

  #add(node: YamlNode, anchor?: { readonly anchorStart: number; readonly anchorEnd: number }): void {
    if (anchor !== undefined && anchor.anchorStart >= 0) {
      this.#anchors.set(this.#slice(anchor.anchorStart, anchor.anchorEnd), node);
    }
    this.#open.at(-1)?.push(node);
  }

  /** Of the first of these places; what has none stands where the one before it does. */
  #lineOf(...places: readonly number[]): number {
    const at = Math.min(...places.filter(place => place >= 0));
    while (at !== Number.POSITIVE_INFINITY && this.#break < at) {
      this.#line++;
      this.#break = this.#nextBreak();
    }
    return this.#line;
  }

  #nextBreak(): number {
    const { value, done } = this.#breaks.next();
    return done ? Number.POSITIVE_INFINITY : value.index;
  }

  #slice(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  /** `!!str`, `!<tag:yaml.org,2002:str>`, or with a prefix that the document declares. */
  #tag(raw: string): string {
    if (raw.startsWith('!<')) return raw.slice(2, -1);
    const [, handle = '', name = ''] = /^(!(?:[0-9A-Za-z-]*!)?)(.*)$/.exec(raw) ?? [];
    if (name === '') return raw;
    return (this.#prefixes.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle)) + name;
  }
}

function isBlock({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
}

/** A block that the text ends with has no more line breaks than the text has. */
function textOf(event: ScalarEvent, text: string): string {
  const value = getScalarValue(text, event);
  const cut = isBlock(event) && event.chomping !== CHOMPING_MODE.STRIP && event.valueEnd >= text.length;
  return cut && !/[\r\n]$/.test(text) && value.endsWith('\n') ? value.slice(0, -1) : value;
}
