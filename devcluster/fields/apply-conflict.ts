// The refusal of an apply whose fields others own.
import { goQuote } from '../../schema/go-text.js';
import { StatusError } from '../object/status-error.js';
import { type FieldPath, pathText } from './field-element.js';
import type { FieldSet } from './field-set.js';

/** @param conflicts the fields by the identities of their managers */
export function applyConflict(conflicts: ReadonlyMap<string, FieldSet>): StatusError {
  const all = [...conflicts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([identity, fields]) => [...fields.paths()].map(path => ({ manager: managerText(identity), path })));
  const causes = all.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field: pathText(path),
  }));
  return new StatusError(409, 'Conflict', conflictText(all), { causes });
}

function conflictText(conflicts: readonly { readonly manager: string; readonly path: FieldPath }[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${only.manager}: ${pathText(only.path)}`;
  }
  const byManager = Map.groupBy(conflicts, ({ manager }) => manager);
  const lines = [...byManager].flatMap(([manager, theirs]) => [
    `conflicts with ${manager}:`,
    ...theirs.map(({ path }) => `- ${pathText(path)}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function managerText(identity: string): string {
  const {
    manager = '',
    operation,
    apiVersion,
    subresource,
  } = JSON.parse(identity) as {
    readonly manager?: string;
    readonly operation: string;
    readonly apiVersion?: string;
    readonly subresource?: string;
  };
  const name = goQuote(manager) + (subresource === undefined ? '' : ` with subresource "${subresource}"`);
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
