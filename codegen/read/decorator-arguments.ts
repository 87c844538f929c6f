// Reads the arguments of decorators; what cannot be read is an error at the argument.

import { isObject } from '../../schema/json.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import type { Origin } from '../model/diagnostic.js';
import { ts } from './compiler.js';
import { definitionOf, propertiesOf } from './constants.js';
import { evaluate, isUndefined } from './evaluate.js';
import { initializerOf, nameOf } from './expression-parts.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** An argument's value and its place. */
export interface Argument<V extends Json = Json> {
  readonly value: V;
  readonly origin: Origin;
  readonly node: ts.Expression;
}

/** The value of the argument at `index`; undefined where it is missing or cannot be told. */
export function argumentOf(decorator: OurDecorator, index: number, reading: Reading): Argument | undefined {
  const node = decorator.arguments[index];
  return node && argumentAt(node, `an argument of @${decorator.name}`, reading);
}

/** The value of an expression; an error if it cannot be told. */
export function argumentAt(node: ts.Expression, what: string, reading: Reading): Argument | undefined {
  const result = evaluate(node, reading.checker);
  if (result.known) return { value: result.value, origin: originOf(node), node };
  if (reading.checker.getTypeAtLocation(result.node).flags & ts.TypeFlags.Any) reading.findings.unsure = true;
  reading.findings.error(
    result.node.getSourceFile() === node.getSourceFile() ? result.node : node,
    'KW0007',
    `${what} cannot be read from the source: ${result.why}`,
    'write the value out, or name a constant whose value is written out',
  );
  return undefined;
}

/** Like `argumentOf`, and an error unless the value is of the wanted type. */
export function numberArgument(decorator: OurDecorator, reading: Reading): Argument<number> | undefined {
  return typed(argumentOf(decorator, 0, reading), isNumber, 'a number', decorator, reading);
}

export function stringArgument(decorator: OurDecorator, index: number, reading: Reading): Argument<string> | undefined {
  const argument = argumentOf(decorator, index, reading);
  return typed(argument, isString, 'a text', decorator, reading);
}

function typed<V extends Json>(
  argument: Argument | undefined,
  fits: (value: Json) => value is V,
  wants: string,
  decorator: OurDecorator,
  reading: Reading,
): Argument<V> | undefined {
  if (argument !== undefined && fits(argument.value)) return { ...argument, value: argument.value };
  if (argument !== undefined || decorator.arguments.length === 0) {
    const hint = `write ${wants} out, or name a constant that holds one`;
    reading.findings.error(
      argument?.origin ?? decorator.node,
      'KW0008',
      `@${decorator.name} takes ${wants} here`,
      hint,
    );
  }
  return undefined;
}

/** The properties of an object argument, each with its own place; an error for those that are not among `names`. */
export function optionsOf(
  node: ts.Expression | undefined,
  what: string,
  names: readonly string[],
  reading: Reading,
): ReadonlyMap<string, Argument> | undefined {
  if (node === undefined) return new Map();
  const object = definitionOf(node, reading.checker);
  if (!ts.isObjectLiteralExpression(object)) {
    const other = argumentAt(node, what, reading);
    if (other !== undefined) reading.findings.error(node, 'KW0008', `${what} takes an object here`);
    return undefined;
  }
  const options = new Map<string, Argument>();
  let whole = true;
  for (const property of propertiesOf(object, reading.checker)) {
    const name = property.name && nameOf(property.name);
    const initializer = initializerOf(property);
    if (name === undefined || initializer === undefined) {
      argumentAt(object, what, reading);
      return undefined;
    }
    if (!names.includes(name)) {
      reading.findings.error(
        property,
        'KW0008',
        `${what} has no option "${name}"`,
        ELSEWHERE[`${name} of ${what}`] ?? `its options are ${names.join(', ')}`,
      );
      whole = false;
      continue;
    }
    if (isUndefined(initializer)) {
      options.delete(name);
      continue;
    }
    const option = argumentAt(initializer, `${name} of ${what}`, reading);
    if (option === undefined) whole = false;
    else options.set(name, option);
  }
  return whole ? options : undefined;
}

/** What is looked for among the options, and said in another way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'scope of @Resource': 'a kind without namespaces is a class that extends ClusterResource in place of CustomResource',
};

/** Reads options of known types out of an object argument. */
export class Options {
  private misfits = 0;

  constructor(
    private readonly options: ReadonlyMap<string, Argument>,
    private readonly what: string,
    private readonly reading: Reading,
  ) {}

  /** Whether every option that was asked for so far was of its type, or was not said. */
  get fit(): boolean {
    return this.misfits === 0;
  }

  string(name: string): string | undefined {
    return this.take(name, isString, 'a text');
  }

  number(name: string): number | undefined {
    return this.take(name, isNumber, 'a number');
  }

  boolean(name: string): boolean | undefined {
    return this.take(name, isBoolean, 'true or false');
  }

  strings(name: string): readonly string[] | undefined {
    return this.take(name, isStrings, 'a list of texts');
  }

  /** Names with a text each, such as labels. */
  texts(name: string): { readonly [key: string]: string } | undefined {
    return this.take(name, isTexts, 'an object of texts');
  }

  /** The value as it stands, of whatever type. */
  value(name: string): Json | undefined {
    return this.options.get(name)?.value;
  }

  object(name: string): JsonObject | undefined {
    return this.take(name, isObject, 'an object');
  }

  list(name: string): readonly Json[] | undefined {
    return this.take(name, isList, 'a list');
  }

  /** Where each option was said. */
  get said(): { readonly [option: string]: Origin } {
    return Object.fromEntries([...this.options].map(([name, { origin }]) => [name, origin]));
  }

  private take<V extends Json>(name: string, fits: (value: Json) => value is V, wants: string): V | undefined {
    const option = this.options.get(name);
    if (option === undefined) return undefined;
    if (fits(option.value)) return option.value;
    this.misfits++;
    this.reading.findings.error(option.origin, 'KW0008', `${name} of ${this.what} takes ${wants}`);
    return undefined;
  }
}

function isNumber(value: Json): value is number {
  return typeof value === 'number';
}

function isString(value: Json): value is string {
  return typeof value === 'string';
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isBoolean(value: Json): value is boolean {
  return typeof value === 'boolean';
}

function isTexts(value: Json): value is { readonly [key: string]: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isString);
}

function isStrings(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
