// All checks of a model, in one list.
import type { ApiModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { checkFieldsOfDefaults } from './check-fields-of-defaults.js';
import { checkNames } from './check-names.js';
import { checkPaths } from './check-paths.js';
import { checkRbac } from './check-rbac.js';
import { checkSchema } from './check-schema.js';
import { checkTogether } from './check-together.js';
import { checkWebhooks } from './check-webhooks.js';
import { withoutFloods } from './flood.js';

/**
 * What the API server would refuse, and what would never work, with the diagnostics of the reader: each once, ordered by
 * file and position.
 */
export function checkModel(model: ApiModel): readonly Diagnostic[] {
  const { resources } = model;
  const all = [
    ...model.diagnostics,
    ...resources.flatMap(resource => [
      ...checkNames(resource),
      ...checkSchema(resource.schema, ''),
      ...checkFieldsOfDefaults(resource.schema, ''),
      ...checkPaths(resource),
    ]),
    ...checkTogether(resources),
    ...checkRbac(model),
    ...checkWebhooks(model),
  ];
  return withoutFloods(withoutEchoes(once(all)).toSorted(byPlace));
}

/** A type that two resources share is read twice, and its findings are made twice. */
function once(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return all.filter(({ file, line, column, code, message }) => {
    const key = JSON.stringify([file, line, column, code, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const TYPE_ERROR = 'KW0006';

/** The compiler refuses at a decorator's argument what our own checks refuse there too, in plainer words and with a hint. */
function withoutEchoes(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = ({ file, line, column }: Diagnostic) => `${file}:${line}:${column}`;
  const ours = new Set(all.filter(({ code, severity }) => code !== TYPE_ERROR && severity === 'error').map(place));
  return all.filter(finding => finding.code !== TYPE_ERROR || !ours.has(place(finding)));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
