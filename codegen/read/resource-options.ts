// What `@Resource({ ... })` says of a class, with its defaults.
import { ts } from 'ts-morph';
import { pluralOf } from '../../decorators/resource.js';
import type { ResourceModel } from '../model/api-model.js';
import { Options, optionsOf } from './decorator-arguments.js';
import { originOf } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';

/** The names and places of a resource. */
export type ResourceNames = Pick<
  ResourceModel,
  'group' | 'version' | 'kind' | 'plural' | 'singular' | 'shortNames' | 'categories' | 'said' | 'origin'
>;

/** The class's own `@Resource`; base classes are not asked, as when the program runs. */
export function resourceDecorator(declaration: ts.Node, checker: ts.TypeChecker): OurDecorator | undefined {
  return ourDecorators(declaration, checker).find(({ name }) => name === 'Resource');
}

const OPTIONS = ['group', 'version', 'kind', 'plural', 'singular', 'shortNames', 'categories'];

/** Reads the options; undefined, with errors, if what is needed is missing or cannot be told. */
export function readResourceOptions(decorator: OurDecorator, reading: Reading): ResourceNames | undefined {
  const [argument] = decorator.arguments;
  if (argument === undefined) {
    reading.findings.error(
      decorator.node,
      'KW0008',
      '@Resource takes an object',
      'say @Resource({ group, version, kind })',
    );
    return undefined;
  }
  const found = optionsOf(argument, '@Resource', OPTIONS, reading);
  if (found === undefined) return undefined;
  const options = new Options(found, '@Resource', reading);
  const group = options.string('group');
  const version = options.string('version');
  const kind = options.string('kind');
  const missing = Object.entries({ group, version, kind }).filter(([name]) => !found.has(name));
  for (const [name] of missing) {
    reading.findings.error(argument, 'KW0008', `@Resource has no ${name}`, `add ${name}: '...'`);
  }
  if (group === undefined || version === undefined || kind === undefined) return undefined;
  return {
    group,
    version,
    kind,
    plural: options.string('plural') ?? pluralOf(kind),
    singular: options.string('singular') ?? kind.toLowerCase(),
    shortNames: options.strings('shortNames') ?? [],
    categories: options.strings('categories') ?? [],
    said: options.said,
    origin: originOf(argument),
  };
}

/** The declaration of a class, if a symbol is one. */
export function classOf(symbol: ts.Symbol | undefined): ts.ClassDeclaration | undefined {
  return symbol?.declarations?.find(ts.isClassDeclaration);
}
