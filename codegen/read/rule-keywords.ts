// What each decorator that stands alone adds to a schema.
import type { Json } from '../../schema/structural-schema.js';
import type { Origin } from '../model/diagnostic.js';
import type { LeafSchema, SchemaNode } from '../model/schema-node.js';
import { type Argument, argumentOf, numberArgument, optionsOf, stringArgument } from './decorator-arguments.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';
import type { Rule } from './rule-merge.js';
import { patternArgument } from './rule-pattern.js';
import { memberRule, validationRule } from './rule-validation.js';

/** Where a rule stands: the schema as it is so far, and its path for messages. */
export interface RuleSite {
  readonly schema: SchemaNode;
  readonly path: string;
}

type ReadRule = (decorator: OurDecorator, reading: Reading, site: RuleSite) => Rule | undefined;

/** By the decorator's name; undefined where an argument cannot be read, which is an error then. */
export const RULE_KEYWORDS: { readonly [decorator: string]: ReadRule } = {
  Minimum: boundRule('minimum', 'exclusiveMinimum'),
  Maximum: boundRule('maximum', 'exclusiveMaximum'),
  MultipleOf: numberRule('multipleOf'),
  MinLength: numberRule('minLength'),
  MaxLength: numberRule('maxLength'),
  MinItems: numberRule('minItems'),
  MaxItems: numberRule('maxItems'),
  MinProperties: numberRule('minProperties'),
  MaxProperties: numberRule('maxProperties'),
  Pattern: (decorator, reading) => ruleOf('pattern', patternArgument(decorator, reading)),
  Format: (decorator, reading) => ruleOf('format', stringArgument(decorator, 0, reading)),
  Type: (decorator, reading) => ruleOf('type', stringArgument(decorator, 0, reading)),
  Title: (decorator, reading) => ruleOf('title', stringArgument(decorator, 0, reading)),
  Example: (decorator, reading) => ruleOf('example', argumentOf(decorator, 0, reading)),
  Default: (decorator, reading) => ruleOf('default', argumentOf(decorator, 0, reading)),
  Enum: listRule('enum', argumentOf),
  ListMap(decorator, reading) {
    const keys = listRule('x-kubernetes-list-map-keys', stringArgument)(decorator, reading);
    return (
      keys && {
        keywords: { 'x-kubernetes-list-type': 'map', ...keys.keywords },
        said: { 'x-kubernetes-list-type': originOf(decorator.node), ...keys.said },
      }
    );
  },
  ListSet: flagRule('x-kubernetes-list-type', 'set'),
  ListAtomic: flagRule('x-kubernetes-list-type', 'atomic'),
  MapAtomic: flagRule('x-kubernetes-map-type', 'atomic'),
  MapGranular: flagRule('x-kubernetes-map-type', 'granular'),
  PreserveUnknownFields: flagRule('x-kubernetes-preserve-unknown-fields', true),
  EmbeddedResource(decorator, reading, site) {
    const flag = flagRule('x-kubernetes-embedded-resource', true)(decorator, reading, site);
    return flag && site.schema.type === undefined ? { ...flag, keywords: { ...flag.keywords, type: 'object' } } : flag;
  },
  ExternalDocs(decorator, reading) {
    const url = stringArgument(decorator, 0, reading);
    const description = decorator.arguments[1] && stringArgument(decorator, 1, reading);
    if (url === undefined) return undefined;
    const docs = { url: url.value, ...(description && { description: description.value }) };
    return { keywords: { externalDocs: docs }, said: { externalDocs: url.origin } };
  },
  Immutable(decorator) {
    const origin = originOf(decorator.node);
    return {
      keywords: { 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'field is immutable' }] },
      said: { 'x-kubernetes-validations[0]': origin, immutable: origin },
    };
  },
  Validation: validationRule,
  AtMostOneOf: memberRule('at most'),
  ExactlyOneOf: memberRule('exactly'),
  AtLeastOneOf: memberRule('at least'),
};

function ruleOf(keyword: keyof LeafSchema, argument: Argument | undefined): Rule | undefined {
  return argument && { keywords: { [keyword]: argument.value }, said: { [keyword]: argument.origin } };
}

function numberRule(keyword: keyof LeafSchema): ReadRule {
  return (decorator, reading) => ruleOf(keyword, numberArgument(decorator, reading));
}

/** A bound with the option to leave the bound itself out. */
function boundRule(keyword: 'minimum' | 'maximum', exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'): ReadRule {
  return (decorator, reading) => {
    const bound = ruleOf(keyword, numberArgument(decorator, reading));
    const options = optionsOf(decorator.arguments[1], `@${decorator.name}`, ['exclusive'], reading);
    const option = options?.get('exclusive');
    if (bound === undefined || options === undefined || option === undefined) return bound;
    if (typeof option.value !== 'boolean') {
      reading.findings.error(option.origin, 'KW0008', `exclusive of @${decorator.name} takes true or false`);
      return bound;
    }
    if (!option.value) return bound;
    return {
      keywords: { ...bound.keywords, [exclusive]: true },
      said: { ...bound.said, [exclusive]: option.origin },
    };
  };
}

function flagRule(keyword: keyof LeafSchema, value: Json): ReadRule {
  return decorator => ({ keywords: { [keyword]: value }, said: { [keyword]: originOf(decorator.node) } });
}

/** All arguments as a list, each with its own place. */
function listRule(
  keyword: keyof LeafSchema,
  read: (decorator: OurDecorator, index: number, reading: Reading) => Argument | undefined,
): (decorator: OurDecorator, reading: Reading) => Rule | undefined {
  return (decorator, reading) => {
    const all = decorator.arguments.map((_argument, index) => read(decorator, index, reading));
    const known = all.filter(argument => argument !== undefined);
    if (known.length < all.length) return undefined;
    const said: [string, Origin][] = known.map(({ origin }, index) => [`${keyword}[${index}]`, origin]);
    return {
      keywords: { [keyword]: known.map(({ value }) => value) },
      said: { [keyword]: originOf(decorator.node), ...Object.fromEntries(said) },
    };
  };
}
