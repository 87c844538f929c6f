// Checks the conditions under which a webhook is asked.
import { qualifiedNameProblems } from '../../schema/names.js';
import type { WebhookModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
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
      ...expressionProblems(expression).map(problem => refused(`the match condition ${name}: ${problem}`)),
    ]),
  ];
}

/** What is wrong with an expression. Its CEL is not compiled yet: that belongs here. */
function expressionProblems(expression: string): readonly string[] {
  return expression.trim() === '' ? ['its expression is empty'] : [];
}
