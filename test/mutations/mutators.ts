// Ways to spoil a source: what typing, pasting, merging and bad luck do, and what an enemy would.
import type { Chance } from './chance.js';
import { NAMES, NUMBERS, TEXTS, TYPES, VALUES } from './oddities.js';
import { closing, type Token, textOf, tokensOf } from './tokens.js';

/** Answers the spoilt source; undefined if it has nothing that this could be done to. `other` is another source, to take from. */
export type Mutator = (source: string, chance: Chance, other: string) => string | undefined;

/** By the name that the table prints. */
export const MUTATORS: Readonly<Record<string, Mutator>> = {
  'delete a token': onTokens((tokens, at) => spliced(tokens, at, 1), isSolid),
  'delete some tokens': onTokens((tokens, at, chance) => spliced(tokens, at, 2 + chance.below(12)), isSolid),
  'double a token': onTokens((tokens, at) => spliced(tokens, at, 0, tokens[at]?.text), isSolid),
  'swap two tokens': onTokens((tokens, at, chance) => swapped(tokens, at, solidAfter(tokens, at, chance)), isSolid),
  'take a token from another file': onTokens(
    (tokens, at, chance, other) => spliced(tokens, at, 1, chance.of(tokensOf(other).filter(isSolid))?.text),
    isSolid,
  ),
  'take lines from another file': onLines((lines, at, chance, other) => {
    const theirs = other.split('\n');
    const from = chance.below(theirs.length);
    return lines.toSpliced(at, chance.below(2), ...theirs.slice(from, from + 1 + chance.below(4)));
  }),
  'delete lines': onLines((lines, at, chance) => lines.toSpliced(at, 1 + chance.below(3))),
  'double lines': onLines((lines, at, chance) => lines.toSpliced(at, 0, ...lines.slice(at, at + 1 + chance.below(8)))),
  'swap two lines': onLines((lines, at, chance) => {
    const to = chance.below(lines.length);
    return lines.with(at, lines[to] ?? '').with(to, lines[at] ?? '');
  }),
  'swap two arguments': onArguments((parts, chance) => {
    const at = chance.below(parts.length);
    const to = chance.below(parts.length);
    return parts.with(at, parts[to] ?? '').with(to, parts[at] ?? '');
  }, 2),
  'drop an argument': onArguments((parts, chance) => parts.toSpliced(chance.below(parts.length), 1), 1),
  'double an argument': onArguments((parts, chance) => {
    const at = chance.below(parts.length);
    return parts.toSpliced(at, 0, parts[at] ?? '');
  }, 1),
  'another value': onTokens((tokens, at, chance) => spliced(tokens, at, 1, chance.of(VALUES)), isLiteral),
  'another number': onTokens((tokens, at, chance) => spliced(tokens, at, 1, chance.of(NUMBERS)), isLiteral),
  'another text': onTokens((tokens, at, chance) => spliced(tokens, at, 1, `'${chance.of(TEXTS)}'`), isLiteral),
  'spoil a text from within': onTokens(
    (tokens, at, chance) => spliced(tokens, at, 1, spoilt(tokens[at]?.text ?? '', chance)),
    ({ kind, text }) => (kind === 'text' && text.length > 2) || kind === 'pattern',
  ),
  'another name': onTokens((tokens, at, chance) => spliced(tokens, at, 1, chance.of(NAMES)), isWord),
  'another name everywhere': onTokens((tokens, at, chance) => {
    const name = chance.of(NAMES) ?? '';
    return textOf(tokens.map(token => (token.text === tokens[at]?.text ? { ...token, text: name } : token)));
  }, isWord),
  'a name of the same file': onTokens(
    (tokens, at, chance) => spliced(tokens, at, 1, chance.of(tokens.filter(isWord))?.text),
    isWord,
  ),
  'another type': onType((_, chance) => chance.of(TYPES)),
  'a type of the same file': onType((_, chance, source) => {
    const names = Array.from(source.matchAll(/(?:class|interface|type|enum) (\w+)/g), ([, name]) => name);
    const name = chance.of(names);
    return name && chance.of([name, `${name}[]`, `Partial<${name}>`, `Record<string, ${name}>`, `${name} | null`]);
  }),
  'a type in a type': onType((type, chance) =>
    chance.of([
      `${type}[]`,
      `${type} | null`,
      `${type} | string`,
      `${type} | undefined`,
      `Partial<${type}>`,
      `Required<${type}>`,
      `Readonly<${type}>`,
      `Record<string, ${type}>`,
      `{ [key: string]: ${type} }`,
      `${type} & { more: string }`,
      `Omit<${type}, 'name'>`,
      `{ inner: ${type} }`,
      `Defaulted<${type}>`,
      `keyof ${type}`,
      `(${type})['name']`,
      `[${type}, ${type}]`,
      `Array<Array<${type}>>`,
    ]),
  ),
  'nest deeply': onType((type, chance) => {
    const depth = chance.of([3, 20, 100, 1000]) ?? 0;
    return chance.of([
      `${'Array<'.repeat(depth)}${type}${'>'.repeat(depth)}`,
      `${'{ a: '.repeat(depth)}${type}${' }'.repeat(depth)}`,
      `${'('.repeat(depth)}${type}${')'.repeat(depth)}`,
      Array.from({ length: depth }, (_, at) => `'a${at}'`).join(' | '),
      Array.from({ length: depth }, (_, at) => `{ a${at}: ${type} }`).join(' & '),
    ]);
  }),
  'nest a value deeply': onTokens((tokens, at, chance) => {
    const depth = chance.of([3, 20, 100, 1000, 5000]) ?? 0;
    const [before, after] = chance.of(['()', '[]', ['{ a: ', '}'], ['...[', ']'], ['-', ''], ['1 + ', '']]) ?? '';
    return spliced(tokens, at, 1, before?.repeat(depth) + (tokens[at]?.text ?? '') + after?.repeat(depth));
  }, isLiteral),
  'a type of itself': onType(
    (type, chance) => chance.of([`Loop<${type}>`, 'Loop<Loop<string>>', 'Grow<string>', 'Endless', 'List']),
    '\ntype Loop<T> = { readonly next?: Loop<T> };\ntype Grow<T> = { readonly next?: Grow<T[]> };\ntype Endless = Endless | string;\ntype List = readonly List[];\n',
  ),
  'other modifiers': onMatches(
    /^ +(?=[\w']+[?!]?:)/gm,
    (found, chance) =>
      `${found}${chance.of(['static', 'private', 'protected', 'declare', 'abstract', 'accessor', 'readonly', 'override', 'async', 'get', '#', '*', 'const', 'export', 'readonly readonly'])} `,
  ),
  'optional or not': onMatches(
    /[?!]?:(?= )/g,
    (found, chance) =>
      chance.of(['?:', ':', '!:', '??:', '?', '', '=', '::', '?!:'].filter(each => each !== found)) ?? found,
  ),
  'other kinds of declarations': onMatches(
    /\b(export )?(abstract )?(class|interface|type|enum|namespace|const)\b(?= \w)/g,
    (_, chance) =>
      chance.of([
        'class',
        'export class',
        'export interface',
        'export type',
        'export enum',
        'export const enum',
        'export abstract class',
        'export default class',
        'declare class',
        'namespace',
        'function',
        'const',
        'export default',
      ]) ?? '',
  ),
  'other bases': onMatches(/extends [\w<>, ]+|(?<=class \w+) (?=\{)/g, (_, chance, source) => {
    const names = Array.from(source.matchAll(/(?:class|interface|type) (\w+)/g), ([, name]) => name);
    const name = chance.of(names);
    return ` extends ${chance.of([`CustomResource<${name}>`, `CustomResource<${name}, ${name}>`, `ClusterResource<${name}>`, 'CustomResource', 'CustomResource<any>', 'CustomResource<string, never>', `${name}`, 'null', 'Object', 'Array<string>', `(${name})`, `mixin(${name})`])}`;
  }),
  'move a decorator': onDecorators((source, [from, length], to) => {
    const moved = source.slice(from, from + length);
    const at = to > from ? to - length : to;
    const rest = source.slice(0, from) + source.slice(from + length);
    return `${rest.slice(0, at)}${moved} ${rest.slice(at)}`;
  }),
  'double a decorator': onDecorators(
    (source, [from, length], to) => `${source.slice(0, to)}${source.slice(from, from + length)} ${source.slice(to)}`,
  ),
  'drop a decorator': onDecorators((source, [from, length]) => source.slice(0, from) + source.slice(from + length)),
  'drop an import': onMatches(/^import [\s\S]*?;\n/gm, () => ''),
  'drop a name of an import': onMatches(/(?<=^import [^;]*)\b(?!import|from|type)\w+,/gm, () => ''),
  'other modules': onMatches(
    /(?<=from )'[^']*'/g,
    (_, chance) =>
      chance.of([
        "'kubewright/kinds'",
        "'kubewright'",
        "'./input.js'",
        "'./nowhere.js'",
        "'nowhere'",
        "'.'",
        "''",
        "'node:fs'",
        "'kubewright/runtime/index.js'",
        "'../redis/input.js'",
        '42',
      ]) ?? '',
  ),
  'import otherwise': onMatches(
    /^import \{/gm,
    (_, chance) =>
      chance.of(['import type {', 'export {', 'import * as all, {', 'import all, {', 'import defer {', 'import']) ?? '',
  ),
  'drop a bracket': onTokens((tokens, at) => spliced(tokens, at, 1), isBracket),
  'double a bracket': onTokens((tokens, at) => spliced(tokens, at, 0, tokens[at]?.text), isBracket),
  'another bracket': onTokens((tokens, at, chance) => spliced(tokens, at, 1, chance.of([...'(){}[]<>'])), isBracket),
  'cut the end': (source, chance) => source.slice(0, chance.below(source.length)),
  'cut the beginning': (source, chance) => source.slice(chance.below(source.length)),
  'cut out a piece': (source, chance) => {
    const from = chance.below(source.length);
    return source.slice(0, from) + source.slice(from + 1 + chance.below(200));
  },
  'drop a character': (source, chance) => {
    const at = chance.below(source.length);
    return source.slice(0, at) + source.slice(at + 1);
  },
  'put in an odd character': (source, chance) => {
    const at = chance.below(source.length + 1);
    return source.slice(0, at) + chance.of(CHARACTERS) + source.slice(at);
  },
  'other ends of lines': (source, chance) =>
    source.replaceAll('\n', chance.of(['\r\n', '\r', '\u2028', '\u0085', '\n\n\r', '\f']) ?? ''),
  'a byte order mark': (source, chance) => `${chance.of(['\ufeff', '\ufeff\ufeff', '\ufffe', '\0\0'])}${source}`,
  'other comments': onTokens(
    (tokens, at, chance) => spliced(tokens, at, 1, chance.of(COMMENTS)),
    ({ kind }) => kind === 'space',
  ),
};

const CHARACTERS = [
  '\0',
  '\ufeff',
  '\u200b',
  '\u2028',
  '\u0085',
  '\u202e',
  '\ud800',
  '😀',
  '\\',
  '\u0007',
  '`',
  "'",
  '/*',
  '//',
  '@',
  '#',
  '\r',
];
const COMMENTS = [
  ' /** */ ',
  ' /** {@link */ ',
  ' /** @deprecated */ ',
  ' /** @example\n * ```\n */ ',
  '\n// @ts-ignore\n',
  '\n// @ts-nocheck\n',
  '\n/// <reference path="nowhere.ts" />\n',
  '\n/// <reference types="nowhere" />\n',
  ' /* ',
  ' /** a\n * \u0007\u2028 --- \n *\tb: {c} */ ',
  ' /** 😀\ud800 */ ',
];

/** A mutator of one token of those that fit. */
function onTokens(
  change: (tokens: readonly Token[], at: number, chance: Chance, other: string) => string,
  fits: (token: Token) => boolean,
): Mutator {
  return (source, chance, other) => {
    const tokens = tokensOf(source);
    const at = chance.of(tokens.flatMap((token, index) => (fits(token) ? [index] : [])));
    return at === undefined ? undefined : change(tokens, at, chance, other);
  };
}

function onLines(
  change: (lines: readonly string[], at: number, chance: Chance, other: string) => readonly string[],
): Mutator {
  return (source, chance, other) => {
    const lines = source.split('\n');
    return change(lines, chance.below(lines.length), chance, other).join('\n');
  };
}

/** A mutator of one place where the expression matches. */
function onMatches(expression: RegExp, change: (found: string, chance: Chance, source: string) => string): Mutator {
  return (source, chance) => {
    const match = chance.of([...source.matchAll(expression)]);
    if (match === undefined) return undefined;
    const [found] = match;
    const changed = change(found, chance, source);
    return source.slice(0, match.index) + changed + source.slice(match.index + found.length);
  };
}

/** A mutator of what stands after a colon. `appendix` comes at the end of the source. */
function onType(change: (type: string, chance: Chance, source: string) => string | undefined, appendix = ''): Mutator {
  const mutate = onMatches(
    /(?<=^ +(?:@.* )?(?:readonly )?[\w']+[?!]?: )[^;{}\n]+(?=;)/gm,
    (type, chance, source) => change(type, chance, source) ?? type,
  );
  return (source, chance, other) => {
    const changed = mutate(source, chance, other);
    return changed && changed + appendix;
  };
}

/** A mutator of what stands between the brackets of a call, or the braces of an object, as parts between commas. */
function onArguments(change: (parts: readonly string[], chance: Chance) => readonly string[], least: number): Mutator {
  return (source, chance) => {
    const tokens = tokensOf(source);
    const calls = tokens.flatMap(({ kind, text }, open) => {
      const close = kind === 'mark' && '({'.includes(text) ? closing(tokens, open) : undefined;
      if (close === undefined) return [];
      const parts = partsOf(tokens.slice(open + 1, close));
      return parts.length < least ? [] : [{ open, close, parts }];
    });
    const call = chance.of(calls);
    if (call === undefined) return undefined;
    const { open, close, parts } = call;
    return textOf(tokens.slice(0, open + 1)) + change(parts, chance).join(',') + textOf(tokens.slice(close));
  };
}

function partsOf(tokens: readonly Token[]): readonly string[] {
  if (!tokens.some(isSolid)) return [];
  const parts: string[] = [''];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const end = token.kind === 'mark' && '([{'.includes(token.text) ? (closing(tokens, at) ?? at) : at;
    if (token.kind === 'mark' && token.text === ',') parts.push('');
    else parts.push(parts.pop() + textOf(tokens.slice(at, end + 1)));
    at = end;
  }
  return parts;
}

/** A mutator of a decorator, from its `@` to the end of its call, and of a place where one could stand. */
function onDecorators(
  change: (source: string, range: readonly [from: number, length: number], to: number) => string,
): Mutator {
  return (source, chance) => {
    const tokens = tokensOf(source);
    const starts = [0];
    for (const { text } of tokens) starts.push((starts.at(-1) ?? 0) + text.length);
    const ranges = tokens.flatMap(({ kind, text }, at) => {
      if (kind !== 'mark' || text !== '@' || tokens[at + 1]?.kind !== 'word') return [];
      const last = tokens[at + 2]?.text === '(' ? closing(tokens, at + 2) : at + 1;
      const from = starts[at] ?? 0;
      return last === undefined ? [] : [[from, (starts[last + 1] ?? 0) - from] as const];
    });
    const range = chance.of(ranges);
    if (range === undefined) return undefined;
    const members = Array.from(source.matchAll(/(?<=^ *)(?=[@\w])/gm), ({ index }) => index);
    const [from, length] = range;
    const to = chance.of(members.filter(index => index <= from || index >= from + length)) ?? 0;
    return change(source, range, to);
  };
}

function spliced(tokens: readonly Token[], at: number, count: number, text = ''): string {
  return textOf(tokens.slice(0, at)) + text + textOf(tokens.slice(at + count));
}

function swapped(tokens: readonly Token[], at: number, to: number): string {
  const [one, two] = [tokens[at], tokens[to]];
  return one && two ? textOf(tokens.with(at, two).with(to, one)) : textOf(tokens);
}

function solidAfter(tokens: readonly Token[], at: number, chance: Chance): number {
  const after = tokens.flatMap((token, index) => (index > at && isSolid(token) ? [index] : []));
  return chance.of(after.slice(0, 6)) ?? at;
}

/** Deletes, doubles or changes a character between the quotes. */
function spoilt(text: string, chance: Chance): string {
  const at = 1 + chance.below(text.length - 2);
  const added = chance.of([
    '',
    text[at] ?? '',
    ...'.()[]{}|&=!<>+-*?/,:;_ aA0"',
    '\\\\',
    '\\n',
    'é',
    '😀',
    'self',
    ' == ',
    ' in ',
  ]);
  return text.slice(0, at) + added + text.slice(at + chance.below(2));
}

function isSolid({ kind }: Token): boolean {
  return kind !== 'space' && kind !== 'comment';
}

function isLiteral({ kind, text }: Token): boolean {
  return kind === 'number' || kind === 'text' || kind === 'pattern' || text === 'true' || text === 'false';
}

function isWord({ kind }: Token): boolean {
  return kind === 'word';
}

function isBracket({ kind, text }: Token): boolean {
  return kind === 'mark' && '(){}[]<>'.includes(text);
}
