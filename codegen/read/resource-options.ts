// What `@Resource({ ... })` says of a class, with its defaults.

import { pluralOf } from '../../decorators/resource.js';
import type { ResourceModel } from '../model/api-model.js';
import { ts } from './compiler.js';
import { Options, optionsOf } from './decorator-arguments.js';
import { originOf } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';

/** The names and places of a resource, and what is said of its version. */
export type ResourceNames = Omit<
  ResourceModel,
  'scope' | 'status' | 'scale' | 'printColumns' | 'selectableFields' | 'conversion' | 'schema'
>;

/** The class's own `@Resource`; base classes are not asked, as when the program runs. */
export function resourceDecorator(declaration: ts.Node, checker: ts.TypeChecker): OurDecorator | undefined {
  return ourDecorators(declaration, checker).find(({ name }) => name === 'Resource');
}

const OPTIONS =
  'group version kind plural singular listKind shortNames categories storage served deprecated skip labels annotations'.split(
    ' ',
  );

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
  const rest = { ...namesOf(options), ...ofVersion(options, reading) };
  if (group === undefined || version === undefined || kind === undefined) return undefined;
  return {
    group,
    version,
    kind,
    plural: pluralOf(kind),
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    ...rest,
    said: options.said,
    origin: originOf(argument),
  };
}

function namesOf(options: Options) {
  return said({
    plural: options.string('plural'),
    singular: options.string('singular'),
    listKind: options.string('listKind'),
    shortNames: options.strings('shortNames'),
    categories: options.strings('categories'),
    labels: options.texts('labels'),
    annotations: options.texts('annotations'),
  });
}

function ofVersion(options: Options, reading: Reading) {
  return said({
    storage: options.boolean('storage'),
    served: options.boolean('served'),
    skip: options.boolean('skip'),
    deprecated: deprecatedOf(options, reading),
  });
}

function deprecatedOf(options: Options, { findings }: Reading): true | string | undefined {
  const deprecated = options.value('deprecated');
  if (deprecated === undefined || deprecated === true || typeof deprecated === 'string') return deprecated;
  const place = options.said.deprecated;
  const hint = deprecated === false ? 'leave it out: a version is not deprecated unless it is said' : undefined;
  if (place) findings.error(place, 'KW0008', 'deprecated of @Resource takes true or a text', hint);
  return undefined;
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not said. */
function said<T extends object>(options: T): Said<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Said<T>;
}

/** The declaration of a class, if a symbol is one. */
export function classOf(symbol: ts.Symbol | undefined): ts.ClassDeclaration | undefined {
  return symbol?.declarations?.find(ts.isClassDeclaration);
}
