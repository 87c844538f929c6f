// What holds of an object as a whole: the rules of its class, and of fields that keep the value that they once got.

import { escapeName } from '../../schema/cel/types/escape-name.js';
import type { SchemaNode } from '../model/schema-node.js';
import { withRules } from './apply-rules.js';
import { ts } from './compiler.js';
import { hiddenRules } from './hidden-rules.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';
import { merged } from './rule-merge.js';

/** The decorators of rules that may stand at a class. */
export const CLASS_RULES: ReadonlySet<string> = new Set([
  'AtLeastOneOf',
  'AtMostOneOf',
  'EmbeddedResource',
  'ExactlyOneOf',
  'ExternalDocs',
  'MapAtomic',
  'MapGranular',
  'MaxProperties',
  'MinProperties',
  'PreserveUnknownFields',
  'Title',
  'Validation',
]);

/** The schema of an object type with its rules. `path` is where it stands. */
export function withObjectRules(schema: SchemaNode, type: ts.Type, path: string, reading: Reading): SchemaNode {
  return classesOf(type, reading.checker).reduce(
    (before, declaration) => withClassRules(before, declaration, path, reading),
    withOnceSet(schema, path, reading),
  );
}

function withClassRules(
  schema: SchemaNode,
  declaration: ts.ClassDeclaration,
  path: string,
  reading: Reading,
): SchemaNode {
  const { checker, findings, fields } = reading;
  fields.add(declaration);
  for (const hidden of hiddenRules(declaration, checker)) {
    const name = declaration.name?.text ?? 'the class';
    const message = `${hidden.getText()} gives ${name} a rule of kubewright that cannot be read from the source`;
    findings.error(
      hidden,
      'KW0007',
      message,
      "write kubewright's decorator at the class, or keep its call in a constant",
    );
  }
  return withRules(schema, classRules(declaration, checker), path, reading);
}

/** The schema of a union of objects with the rules of the classes that all cases are instances of. */
export function withUnionRules(
  schema: SchemaNode,
  cases: readonly ts.Type[],
  path: string,
  reading: Reading,
): SchemaNode {
  const classes = cases.map(each => classesOf(each, reading.checker));
  const all = new Set(classes.flat());
  const common = [...all].filter(declaration => classes.every(each => each.includes(declaration)));
  for (const declaration of all) if (!common.includes(declaration)) warnOfCase(declaration, path, reading);
  return common.reduce(
    (before, declaration) => withClassRules(before, declaration, path, reading),
    withOnceSet(schema, path, reading),
  );
}

/** The schema of a union cannot tell of which case a rule is. */
function warnOfCase(declaration: ts.ClassDeclaration, path: string, { checker, findings, fields }: Reading): void {
  fields.add(declaration);
  for (const { name, node } of classRules(declaration, checker)) {
    const message = `@${name} of ${declaration.name?.text ?? 'a class'} does not hold in ${path}, where the class is one case of a union`;
    findings.warning(node, 'KW1026', message, 'say at the field, for all cases, what holds of this one');
  }
}

/** The rules at a class; other decorators at it are no rules. */
function classRules(declaration: ts.ClassDeclaration, checker: ts.TypeChecker): readonly OurDecorator[] {
  return ourDecorators(declaration, checker).filter(({ name }) => CLASS_RULES.has(name));
}

/** The classes that an object is an instance of, bases first. What a mapped type makes of a class is no instance of it. */
function classesOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.ClassDeclaration[] {
  if (type.isIntersection()) return type.types.flatMap(part => classesOf(part, checker));
  const declared = isReference(type) ? type.target : type;
  if (!declared.isClass()) return [];
  const declaration = declared.symbol.valueDeclaration;
  const bases = checker.getBaseTypes(declared).flatMap(base => classesOf(base, checker));
  return declaration !== undefined && ts.isClassDeclaration(declaration) ? [...bases, declaration] : bases;
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** The rule of a field is not asked when the field is gone, so its object says that it stays. */
function withOnceSet(schema: SchemaNode, path: string, { findings }: Reading): SchemaNode {
  return Object.entries(schema.properties ?? {}).reduce((before, [name, { said }]) => {
    if (said.immutable === undefined || schema.required?.includes(name)) return before;
    const field = escapeName(name);
    if (field === undefined) {
      const hint = 'names of letters, digits, "_", "-", "." and "/" can be said';
      findings.error(
        said.immutable,
        'KW2036',
        `a rule in CEL cannot name "${name}" of ${path || 'the resource'}`,
        hint,
      );
      return before;
    }
    const rule = {
      rule: `!has(oldSelf.${field}) || has(self.${field})`,
      message: `field ${name} is immutable once set`,
    };
    const once = {
      keywords: { 'x-kubernetes-validations': [rule] },
      said: { 'x-kubernetes-validations[0]': said.immutable },
    };
    return merged(before, once, path, findings);
  }, schema);
}
