// What the decorators of a field add to its schema.
import { ts } from 'ts-morph';
import type { Origin } from '../model/diagnostic.js';
import type { LeafSchema, SchemaNode } from '../model/schema-node.js';
import { argumentOf, numberArgument, stringArgument } from './decorator-arguments.js';
import { nameOfNode, originOf } from './origin.js';
import { hiddenRules, type OurDecorator, ourDecorators } from './our-decorators.js';
import { warnOverridden } from './overridden-rules.js';
import { packagePath } from './package-names.js';
import type { Reading } from './reading.js';
import { isServerFilled } from './type-marks.js';

/** A field whose type was read. */
export interface ReadField {
  readonly declaration: ts.Declaration | undefined;
  /** The declaration if it is the user's, else where its type is used. */
  readonly node: ts.Node;
  readonly type: ts.Type;
  readonly optional: boolean;
  readonly path: string;
}

/** The schema with the keywords of the field's decorators, and the places where they were said. */
export function withFieldRules(schema: SchemaNode, field: ReadField, reading: Reading): SchemaNode {
  const decorators = field.declaration === undefined ? [] : ourDecorators(field.declaration, reading.checker);
  const keywords: { [keyword: string]: unknown } = {};
  const said: { [keyword: string]: Origin } = { ...schema.said };
  const seen = new Set<string>();
  for (const decorator of decorators) {
    if (seen.has(decorator.name)) {
      reading.findings.error(
        decorator.node,
        'KW2001',
        `${field.path} has @${decorator.name} twice`,
        'keep one of them',
      );
      continue;
    }
    seen.add(decorator.name);
    const rule = RULES[decorator.name]?.(decorator, reading);
    if (rule === undefined) continue;
    Object.assign(keywords, rule.keywords);
    Object.assign(said, rule.said);
  }
  checkDefaulted(field, decorators, reading);
  refuseHiddenRules(field, reading);
  warnOverridden(field, decorators, reading);
  return { ...schema, ...keywords, said };
}

interface Rule {
  readonly keywords: LeafSchema;
  readonly said: { readonly [keyword: string]: Origin };
}

const RULES: { readonly [decorator: string]: (decorator: OurDecorator, reading: Reading) => Rule | undefined } = {
  Minimum: numberRule('minimum'),
  Maximum: numberRule('maximum'),
  MinLength: numberRule('minLength'),
  Default(decorator, reading) {
    const argument = argumentOf(decorator, 0, reading);
    return argument && { keywords: { default: argument.value }, said: { default: argument.origin } };
  },
  ListMap(decorator, reading) {
    const keys = decorator.arguments.map((_key, index) => stringArgument(decorator, index, reading));
    const known = keys.filter(key => key !== undefined);
    if (known.length < keys.length || known.length === 0) return undefined;
    const origins = known.map((key, index) => [`x-kubernetes-list-map-keys[${index}]`, key.origin]);
    return {
      keywords: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': known.map(key => key.value) },
      said: { 'x-kubernetes-list-type': originOf(decorator.node), ...Object.fromEntries(origins) },
    };
  },
};

function numberRule(keyword: 'minimum' | 'maximum' | 'minLength') {
  return (decorator: OurDecorator, reading: Reading): Rule | undefined => {
    const bound = numberArgument(decorator, reading);
    return bound && { keywords: { [keyword]: bound.value }, said: { [keyword]: bound.origin } };
  };
}

/** A rule that is applied by a function's result would be missing from the schema. */
function refuseHiddenRules({ declaration, path }: ReadField, { checker, findings }: Reading): void {
  for (const decorator of declaration === undefined ? [] : hiddenRules(declaration, checker)) {
    const what = `${decorator.getText()} gives ${path} a rule of kubewright that cannot be read from the source`;
    findings.error(
      decorator,
      'KW0007',
      what,
      "write kubewright's decorator at the field, or keep its call in a constant",
    );
  }
}

/** The fields of kubewright's own types are filled in by the API server. */
function isUsers(declaration: ts.Declaration | undefined): declaration is ts.Declaration {
  return declaration !== undefined && packagePath(declaration.getSourceFile().fileName) === undefined;
}

/** `@Default`, `?` and `Defaulted` say one thing together: left out when written, there when read. */
function checkDefaulted(field: ReadField, decorators: readonly OurDecorator[], { findings }: Reading): void {
  if (field.type.flags & ts.TypeFlags.Any) return;
  const defaulted = (field.type.isUnion() ? field.type.types : [field.type]).some(isServerFilled);
  const decorator = decorators.find(({ name }) => name === 'Default');
  const name = field.path.split('.').at(-1);
  if (decorator === undefined && defaulted && isUsers(field.declaration)) {
    const hint = field.declaration.getSourceFile().isDeclarationFile
      ? 'its @Default is not in the declaration file: take the class from its source'
      : `add @Default(...), or drop Defaulted: nothing fills ${name} in`;
    findings.error(nameOfNode(field.node), 'KW2003', `${field.path} is Defaulted and has no @Default`, hint);
  }
  if (decorator !== undefined && !(defaulted && field.optional)) {
    const hint = `write ${name}?: Defaulted<...>: a field with a default may be left out, and is always there when read`;
    findings.error(
      decorator.arguments[0] ?? decorator.node,
      'KW2002',
      `${field.path} has a default but is not "?: Defaulted"`,
      hint,
    );
  }
}
