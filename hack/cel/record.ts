// Asks the API server's own code afresh what it makes of the rules in schema/cel/testdata, and writes its answers beside
// them. A rule that is added to one of the files gets its answer in the same way. Needs Go.
//   node --import tsx --conditions=source hack/cel/record.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { type Oracle, type Question, withOracle } from './oracle.js';

type Json = { readonly [key: string]: any };
type Ask = Oracle['ask'];

/** By the file, its content with fresh answers. */
const RECORDINGS = {
  'compiled-rules': compiledRules,
  'estimated-costs': estimatedCosts,
  'evaluated-rules': evaluatedRules,
};

/** A rule that says nothing of an object, for a message to stand beside. */
const ROOT = { isResourceRoot: true, rule: 'true' };

await withOracle(async oracle => {
  for (const [name, answered] of Object.entries(RECORDINGS)) {
    const file = new URL(`../../schema/cel/testdata/${name}.json`, import.meta.url);
    const content = await answered(JSON.parse(readFileSync(file, 'utf8')), oracle.ask);
    writeFileSync(file, textOf({ recordedFrom: oracle.from, ...content }));
  }
});

async function compiledRules({ schemas, rules, messageExpressions }: Json, ask: Ask): Promise<Json> {
  const cases = rules.map(({ schema, rule, isResourceRoot, optionalOldSelf }: Json) => ({
    schema,
    ...(isResourceRoot && { isResourceRoot }),
    ...(optionalOldSelf && { optionalOldSelf }),
    rule,
  }));
  const answers = await ask(cases.map((each: Json) => ({ ...each, schema: schemas[each.schema] })));
  const messages = await ask(
    messageExpressions.map(({ messageExpression }: Json) => ({ ...ROOT, schema: schemas.resource, messageExpression })),
  );
  return {
    schemas,
    rules: answers.map(({ refused, type, usesOldSelf }, at) => ({
      ...cases[at],
      ...(refused === undefined ? { type, ...(usesOldSelf && { usesOldSelf }) } : { refused: withoutChance(refused) }),
    })),
    messageExpressions: messages.map(({ messageRefused }, at) => ({
      messageExpression: messageExpressions[at].messageExpression,
      ...(messageRefused !== undefined && { refused: withoutChance(messageRefused) }),
    })),
  };
}

async function estimatedCosts({ schemas, rules }: Json, ask: Ask): Promise<Json> {
  const answers = await ask(rules.map(({ schema, rule }: Json) => ({ schema: schemas[schema], rule })));
  return {
    schemas,
    rules: answers.map(({ min, max }, at) => ({ schema: rules[at].schema, rule: rules[at].rule, min, max })),
  };
}

async function evaluatedRules({ schema, cases }: Json, ask: Ask): Promise<Json> {
  const questions: Json[] = cases.map(({ errors: _, cost: __, ...question }: Json) => question);
  const answers = await ask(questions.map(each => ({ ...each, schema, isResourceRoot: true }) as unknown as Question));
  return {
    schema,
    cases: answers.map(({ errors, cost }, at) => ({ ...questions[at], errors, cost })),
  };
}

/** Types get their names, and type variables their numbers, anew each time. */
function withoutChance(text: string): string {
  return text.replace(/selfType\d*/g, 'self').replace(/_var\d+/g, '_var');
}

/** A case a line. */
function textOf(content: Json): string {
  const parts = Object.entries(content).map(([key, value]) => {
    const lines = Array.isArray(value) ? `[\n${value.map(each => JSON.stringify(each)).join(',\n')}\n]` : undefined;
    return `${JSON.stringify(key)}: ${lines ?? JSON.stringify(value)}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
