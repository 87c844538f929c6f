// Checks the conditions under which a webhook is asked.
import { compileCondition } from '../../schema/cel/compile-condition.js';
import { qualifiedNameProblems } from '../../schema/names.js';
import type { WebhookModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { celFindings } from './cel-findings.js';
import { error } from './finding.js';

/** What the API server allows. */
const MOST = 64;

export function checkMatchConditions({ matchConditions = [], said, origin }: WebhookModel): readonly Diagnostic[] {
  const place = said.matchConditions ?? origin;
  const refused = (message: string, hint?: string) => error(place, 'KW5011', message, hint);
  const names = matchConditions.map(({ name }) => name);
  return [
    ...(names.length > MOST
      ? [refused(`there are ${names.length} match conditions`, `at most ${MOST} are allowed`)]
      : []),
    ...matchConditions.flatMap(({ name, expression }, at) => [
      ...(names.indexOf(name) < at ? [refused(`two match conditions are named "${name}"`, 'rename one of them')] : []),
      ...qualifiedNameProblems(name).map(problem => refused(`"${name}" cannot name a match condition: ${problem}`)),
      ...checkExpression(name, expression, place),
    ]),
  ];
}

function checkExpression(name: string, text: string, place: Origin): readonly Diagnostic[] {
  const what = `the match condition ${name}`;
  if (text.trim() === '') return [error(place, 'KW5011', `${what}: its expression is empty`)];
  const compiled = compileCondition(text);
  if ('issues' in compiled) {
    const variables =
      'match conditions know object, oldObject, request, namespaceObject, authorizer, and the functions of CEL';
    return celFindings(compiled.issues, { what, text, place, lines: () => undefined, variables });
  }
  if (compiled.type.kind === 'bool') return [];
  return [error(place, 'KW6006', `${what} does not give true or false`, "compare it with something: 'object.x > 0'")];
}
