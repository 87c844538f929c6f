// Checks a schema: rules against types, bounds against each other, defaults against all of it.
import { ruleErrorsOfDefault } from '../../schema/default-errors.js';
import { validate } from '../../schema/validate.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { checkBounds } from './check-bounds.js';
import { checkEnum } from './check-enum.js';
import { checkFit } from './check-fit.js';
import { checkListMap } from './check-list-map.js';
import { checkItemsAreThere, checkListSet } from './check-list-set.js';
import { checkNotes } from './check-notes.js';
import { checkValidations } from './check-validations.js';
import { error } from './finding.js';
import { refusalText } from './refusal-text.js';

/** All findings in a schema and those below it. `path` is where it stands, such as `spec.ports[]`. */
export function checkSchema(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const below = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      checkSchema(field, path === '' ? name : `${path}.${name}`),
    ),
    ...(schema.items === undefined ? [] : checkSchema(schema.items, `${path}[]`)),
    ...(schema.additionalProperties === undefined ? [] : checkSchema(schema.additionalProperties, `${path}.*`)),
  ];
  return [
    ...checkFit(schema, path),
    ...checkBounds(schema, path),
    ...checkDefault(schema, path),
    ...checkEnum(schema, path),
    ...checkListMap(schema, path),
    ...checkListSet(schema, path),
    ...checkItemsAreThere(schema, path),
    ...checkValidations(schema, path),
    ...checkNotes(schema, path),
    ...below,
  ];
}

function checkDefault(schema: SchemaNode, path: string): readonly Diagnostic[] {
  if (schema.default === undefined) return [];
  const where = place(schema, schema.said.default);
  if (schema.default === null) {
    const hint = 'give it another value, or drop @Default and Defaulted';
    return [error(where, 'KW2009', `the default of ${path} is null; the API server drops such a default`, hint)];
  }
  const broken = validate(schema.default, schema, { path });
  const errors = broken.length > 0 ? broken : ruleErrorsOfDefault(schema.default, schema, path);
  return errors.map(each =>
    error(
      where,
      'KW2009',
      `the default does not fit: ${refusalText(each)}`,
      'change the default, or the rule that refuses it',
    ),
  );
}

function place(schema: SchemaNode, said: Origin | undefined): Origin {
  return said ?? schema.origin;
}
