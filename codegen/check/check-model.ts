// All checks of a model, in one list.
import type { ApiModel, ResourceModel } from '../model/api-model.js';
import { ByClasses } from '../model/by-classes.js';
import { definitionsOf } from '../model/definitions.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { checkConversion } from './check-conversion.js';
import { checkFieldsOfDefaults } from './check-fields-of-defaults.js';
import { checkMetadata } from './check-metadata.js';
import { checkNames } from './check-names.js';
import { checkPaths } from './check-paths.js';
import { checkRbac } from './check-rbac.js';
import { checkRoot } from './check-root.js';
import { checkRules } from './check-rules.js';
import { checkSchema } from './check-schema.js';
import { checkTogether } from './check-together.js';
import { checkVersions } from './check-versions.js';
import { checkWebhooks } from './check-webhooks.js';
import { withoutFloods } from './flood.js';
import { inOrder } from './in-order.js';

/**
 * What the API server would refuse, and what would never work, with the diagnostics of the reader: each once, ordered by
 * file and position.
 */
export function checkModel(model: ApiModel): readonly Diagnostic[] {
  const definitions = definitionsOf(model.resources);
  const all = [
    ...model.diagnostics,
    ...definitions.flatMap(definition => [
      ...definition.classes.flatMap(resource => checkNames(resource, definition)),
      ...checkVersions(definition),
      ...checkConversion(definition),
    ]),
    ...model.resources.flatMap(resource => ofResources.of([resource], '', () => checkResource(resource))),
    ...checkTogether(definitions),
    ...checkRbac(model),
    ...checkWebhooks(model),
  ];
  return withoutFloods(inOrder(withoutEchoes(once(all))));
}

const ofResources = new ByClasses<readonly Diagnostic[]>();

/** What can be told of a version without the others. */
function checkResource(resource: ResourceModel): readonly Diagnostic[] {
  return [
    ...checkMetadata(resource),
    ...checkRoot(resource),
    ...checkSchema(resource.schema, ''),
    ...checkRules(resource),
    ...checkFieldsOfDefaults(resource.schema, ''),
    ...checkPaths(resource),
  ];
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
/** They refuse a rule with all that is in it. */
const OF_WHOLE_RULES = ['KW2021', 'KW2040'];

/**
 * The compiler refuses at a decorator's argument what our own checks refuse there too, in plainer words and with a hint; and
 * within a rule what the rule cannot have at all.
 */
function withoutEchoes(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = ({ file, line, column }: Diagnostic) => `${file}:${line}:${column}`;
  const ours = new Set(all.filter(({ code, severity }) => code !== TYPE_ERROR && severity === 'error').map(place));
  const rules = all.filter(({ code }) => OF_WHOLE_RULES.includes(code));
  return all.filter(
    finding =>
      finding.code !== TYPE_ERROR || !(ours.has(place(finding)) || rules.some(rule => isWithin(finding, rule))),
  );
}

function isWithin({ file, line, column }: Origin, { endLine = 0, endColumn = 0, ...whole }: Origin): boolean {
  const isAfter = line > whole.line || (line === whole.line && column >= whole.column);
  const isBefore = line < endLine || (line === endLine && column < endColumn);
  return file === whole.file && isAfter && isBefore;
}
