// Checks the fields that clients may select by, as the API server does.
import { parseJsonPath } from '../../schema/json-path.js';
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';
import { lead } from './lead.js';

const MOST = 8;

export function checkSelectableFields({ kind, schema, selectableFields = [] }: ResourceModel): readonly Diagnostic[] {
  const paths = selectableFields.map(({ jsonPath }) => jsonPath);
  const ninth = selectableFields[MOST];
  const tooMany =
    ninth !== undefined && new Set(paths).size > MOST
      ? [
          error(
            ninth.origin,
            'KW3046',
            `${kind} has ${paths.length} selectable fields; ${MOST} are allowed`,
            'drop some',
          ),
        ]
      : [];
  const wrong = selectableFields.flatMap(({ jsonPath, origin }, index) => {
    if (paths.indexOf(jsonPath) < index) {
      return [error(origin, 'KW3046', `${jsonPath} of ${kind} is selectable twice`, 'drop one')];
    }
    if (jsonPath === '.metadata' || jsonPath.startsWith('.metadata.')) {
      const hint = 'metadata.name and metadata.namespace can always be selected by';
      return [
        error(origin, 'KW3044', `${jsonPath} is a field of the metadata, by which no more can be selected`, hint),
      ];
    }
    const steps = parseJsonPath(jsonPath);
    if (steps?.some(({ kind: step, text }) => step === 'item' || !/^\.[^\\[\]]+$/.test(text))) {
      const hint = 'say a path such as .spec.color';
      return [error(origin, 'KW3044', `${jsonPath} is no plain path: lists and brackets cannot be selected by`, hint)];
    }
    const target = lead(jsonPath, origin, 'KW3043', schema);
    if ('code' in target) return [target];
    if (['string', 'boolean', 'integer'].includes(target.type ?? '')) return [];
    const is = target.type === undefined ? 'of no certain type' : `of type ${target.type}`;
    return [error(origin, 'KW3045', `${jsonPath} is ${is}; only texts, booleans and whole numbers can be selected by`)];
  });
  return [...wrong, ...tooMany];
}
