// YAML as kubectl and the API server read it: by the words of Go's library, and into JSON.
import { goFloat } from '../go-text.js';
import type { Json } from '../structural-schema.js';
import { AliasBound } from './alias-bound.js';
import { nameOfKey, shownKey, shownValue, unfitKey } from './go-key.js';
import { type GoScalar, goScalar, MERGE_TAG } from './go-scalar.js';
import { type YamlAlias, type YamlMap, type YamlNode, type YamlScalar, yamlNodes } from './yaml-node.js';

/** A document, and what there is to say about it. */
export interface GoYaml {
  /** The last of equal keys holds. */
  readonly value: Json;
  readonly duplicates: readonly DuplicateKey[];
  /** The whole numbers that Go would keep to the last digit, and that JavaScript does not. */
  readonly rounded: readonly { readonly path: string; readonly written: string }[];
}

/** A key that a map has already. */
export interface DuplicateKey {
  /** `line 2: key "a" already set in map`. */
  readonly text: string;
  /** Whether one of the two came with `<<`. The API server tells of these, too; people mean it. */
  readonly merged: boolean;
}

/** YAML whose values cannot be made out, or not be said in JSON. The message is that of Go's libraries. */
export class GoYamlError extends Error {
  override readonly name = 'GoYamlError';

  constructor(
    message: string,
    /** Of the text, from 1. */
    readonly line: number,
  ) {
    super(message);
  }
}

/** How deeply lists and maps may nest, with those behind aliases; the API server allows 10000 levels. */
const MAX_DEPTH = 1000;

/**
 * The first document of a text; undefined when there is none. What follows it need not even be YAML.
 * @throws GoYamlError, or YAMLException of js-yaml for what is no YAML
 */
export function firstGoYaml(text: string): GoYaml | undefined {
  const [node] = yamlNodes(firstDocument(text), MAX_DEPTH);
  return node && new Decoder().document(node);
}

/** All documents of a text. @throws as for the first one */
export function allGoYaml(text: string): readonly GoYaml[] {
  return yamlNodes(text, MAX_DEPTH).map(node => new Decoder().document(node));
}

/** Comments and directives, up to the mark that begins the document. */
const START = /^\uFEFF?(?:(?:[ \t]*(?:#[^\r\n]*)?|%[^\r\n]*)[\r\n])*---(?=[ \t\r\n]|$)/;
/** It ends any kind of text, too, except in quotes, where it may not be. */
const END = /(?<=[\r\n])(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;

function firstDocument(text: string): string {
  const end = new RegExp(END);
  end.lastIndex = START.exec(text)?.[0].length ?? 0;
  return text.slice(0, end.exec(text)?.index);
}

/** A map while it is read. Keys of different types are different, whatever JSON makes of them. */
interface OpenMap {
  readonly value: Record<string, Json>;
  /** Whether they came with a merge. */
  readonly keys: Map<string, boolean>;
}

/** Source: `decode.go` of go.yaml.in/yaml/v2, and `convertToJSONableObject` of sigs.k8s.io/yaml. */
class Decoder {
  readonly #duplicates: DuplicateKey[] = [];
  readonly #rounded: { readonly path: string; readonly written: string }[] = [];
  readonly #bound = new AliasBound();
  /** The aliases that are being followed. */
  readonly #followed = new Set<YamlAlias>();
  readonly #path: (string | number)[] = [];

  document(node: YamlNode): GoYaml {
    const value = this.#value(node);
    return { value, duplicates: this.#duplicates, rounded: this.#rounded };
  }

  #value(node: YamlNode): Json {
    this.#count(node);
    switch (node.kind) {
      case 'alias':
        return this.#through(node, target => this.#value(target));
      case 'scalar':
        return this.#json(this.#scalar(node), node);
      case 'list':
        return node.items.map((item, index) => this.#below(index, item, () => this.#value(item)));
      case 'map':
        return this.#map(node, { value: {}, keys: new Map() });
    }
  }

  #map({ items }: YamlMap, map: OpenMap, merged = false): Json {
    for (let at = 0; at < items.length; at += 2) {
      const [key, value] = [items[at], items[at + 1]] as [YamlNode, YamlNode];
      if (isMerge(key)) this.#merge(value, map);
      else this.#pair(key, value, map, merged);
    }
    return map.value;
  }

  #pair(key: YamlNode, value: YamlNode, { value: object, keys }: OpenMap, merged: boolean): void {
    const found = this.#key(key);
    const id = `${typeof found} ${found}`;
    const name = nameOfKey(found);
    const read = this.#below(name ?? '', value, () => this.#value(value));
    if (name === undefined)
      throw this.#error(`unsupported map key of type: ${unfitKey(found)}, value: ${shownValue(read)}`, key);
    const before = keys.get(id);
    if (before !== undefined) {
      const text = `line ${value.line}: key ${shownKey(found)} already set in map`;
      this.#duplicates.push({ text, merged: merged || before });
    }
    keys.set(id, merged);
    setOwn(object, name, read);
  }

  /** Its keys take the place of those that are there; of several maps the first counts. */
  #merge(node: YamlNode, map: OpenMap): void {
    const sources = node.kind === 'list' ? node.items.toReversed() : [node];
    for (const source of sources) {
      const target = source.kind === 'alias' ? (source.target ?? source) : source;
      if (target.kind === 'alias') throw this.#unknown(target);
      if (target.kind !== 'map')
        throw this.#error('yaml: map merge requires map or sequence of maps as the value', source);
      this.#count(source);
      const merge = () => this.#below('<<', target, () => this.#map(target, map, true));
      if (source.kind !== 'alias') merge();
      else
        this.#through(source, () => {
          this.#count(target);
          return merge();
        });
    }
  }

  #key(node: YamlNode): GoScalar {
    this.#count(node);
    if (node.kind === 'alias') return this.#through(node, target => this.#key(target));
    if (node.kind === 'scalar') return this.#scalar(node);
    const type = node.kind === 'list' ? '[]interface {}' : 'map[interface {}]interface {}';
    throw this.#error(`yaml: invalid map key: ${type}{...}`, node);
  }

  #scalar(node: YamlScalar): GoScalar {
    if (this.#followed.size > 0 && this.#bound.isExceededByText(node.text.length)) throw this.#excessive(node);
    if (node.tag === '' && !node.plain) return node.text;
    const found = goScalar(node.text, node.tag);
    if ('problem' in found) throw this.#error(`yaml: ${found.problem}`, node);
    return found.value;
  }

  #json(value: GoScalar, node: YamlNode): Json {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw this.#error(`json: unsupported value: ${goFloat(value)}`, node);
    }
    if (typeof value !== 'bigint') return value;
    const number = Number(value);
    // Beyond 64 bits with a sign, Go has a float64 in the end, too.
    if (String(number) !== String(value) && BigInt.asIntN(64, value) === value) {
      this.#rounded.push({ path: this.#place(), written: String(value) });
    }
    return number;
  }

  #through<T>(alias: YamlAlias, read: (target: YamlNode) => T): T {
    if (alias.target === undefined) throw this.#unknown(alias);
    if (this.#followed.has(alias)) throw this.#error(`yaml: anchor '${alias.name}' value contains itself`, alias);
    this.#followed.add(alias);
    const found = read(alias.target);
    this.#followed.delete(alias);
    return found;
  }

  #below<T>(name: string | number, node: YamlNode, read: () => T): T {
    if (this.#path.length >= MAX_DEPTH) throw this.#error(`exceeded max depth (${MAX_DEPTH} levels here)`, node);
    this.#path.push(name);
    const found = read();
    this.#path.pop();
    return found;
  }

  #count(node: YamlNode): void {
    if (this.#bound.isExceededBy(this.#followed.size > 0)) throw this.#excessive(node);
  }

  #unknown(alias: YamlAlias): Error {
    return this.#error(`yaml: unknown anchor '${alias.name}' referenced`, alias);
  }

  #excessive(node: YamlNode): Error {
    return this.#error('yaml: document contains excessive aliasing', node);
  }

  #error(message: string, node: YamlNode): Error {
    return new GoYamlError(message, node.line);
  }

  #place(): string {
    return this.#path.reduce<string>(
      (path, name) => (typeof name === 'number' ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
      '',
    );
  }
}

/** Its own text has to say so: quotes take the meaning away, and so does another tag. */
function isMerge(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.text === '<<' && (key.plain || key.tag === '!' || key.tag === MERGE_TAG);
}

/** Also `__proto__`. */
function setOwn(object: Record<string, Json>, name: string, value: Json): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
