// Which way ANTLR's parser goes where the grammar leaves a choice.
import type { TokenKind } from '../token.js';
import type { RuleName } from './grammar.js';

/** The kind of the token so many ahead; 1 is the next one. */
export type Ahead = (distance: number) => TokenKind;

/** No way fits; the token so many ahead is the first that spoils all. */
export interface NoWay {
  readonly failedAt: number;
}

/** The choice that a rule takes, by its place in the grammar. */
export function chooseWay(rule: RuleName, ahead: Ahead): number | NoWay {
  switch (rule) {
    case 'calc':
      return ['*', '/', '%'].includes(ahead(1)) ? 0 : 1;
    case 'unary':
      return unary(ahead);
    case 'member':
      return memberSuffix(ahead);
    case 'primary':
      return primary(ahead);
    case 'literal':
      return literal(ahead);
    default:
      return ahead(1) === 'IDENTIFIER' ? 0 : 1;
  }
}

/** Whether a loop goes on. `above` is the rank that operators must exceed. */
export function goesOn(rule: RuleName, ahead: Ahead, above: number): boolean {
  switch (rule) {
    case 'relation':
      return above < 1 && RELATIONS.has(ahead(1));
    case 'calc':
      return (above < 2 && ['*', '/', '%'].includes(ahead(1))) || (above < 1 && ['+', '-'].includes(ahead(1)));
    case 'member':
      return ahead(1) === '.' || ahead(1) === '[';
    case 'unary':
      return ahead(1) === '!' || ahead(1) === '-';
    case 'conditionalOr':
      return ahead(1) === '||';
    case 'conditionalAnd':
      return ahead(1) === '&&';
    case 'primary':
      return ahead(1) === '.';
    case 'exprList':
      return ahead(1) === ',';
    case 'fieldInitializerList':
      return ahead(1) === ',' && ['?', 'IDENTIFIER', 'ESC_IDENTIFIER'].includes(ahead(2));
    default:
      return ahead(1) === ',' && (ahead(2) === '?' || OPERANDS.has(ahead(2)));
  }
}

const RELATIONS: ReadonlySet<TokenKind> = new Set<TokenKind>(['==', '!=', 'in', '<', '<=', '>=', '>']);

const NUMBERS: ReadonlySet<TokenKind> = new Set<TokenKind>(['NUM_INT', 'NUM_FLOAT']);

/** What a member begins with, but for the minus of a number. */
const MEMBERS: readonly TokenKind[] = [
  '[',
  '{',
  '(',
  '.',
  'true',
  'false',
  'null',
  'NUM_FLOAT',
  'NUM_INT',
  'NUM_UINT',
  'STRING',
  'BYTES',
  'IDENTIFIER',
];

const OPERANDS: ReadonlySet<TokenKind> = new Set<TokenKind>([...MEMBERS, '-', '!']);

function unary(ahead: Ahead): number | NoWay {
  const first = ahead(1);
  if (first === '!') return 1;
  if (first !== '-') return MEMBERS.includes(first) ? 0 : { failedAt: 1 };
  if (NUMBERS.has(ahead(2))) return 0;
  return ahead(2) === '-' || MEMBERS.includes(ahead(2)) ? 2 : { failedAt: 2 };
}

function memberSuffix(ahead: Ahead): number | NoWay {
  if (ahead(1) === '[') return 2;
  if (ahead(2) === 'IDENTIFIER') return ahead(3) === '(' ? 1 : 0;
  return ahead(2) === '?' || ahead(2) === 'ESC_IDENTIFIER' ? 0 : { failedAt: 2 };
}

function primary(ahead: Ahead): number | NoWay {
  const first = ahead(1);
  const name = first === '.' ? 2 : 1;
  if (ahead(name) === 'IDENTIFIER') {
    if (ahead(name + 1) === '(') return 1;
    let after = name + 1;
    while (ahead(after) === '.' && ahead(after + 1) === 'IDENTIFIER') after += 2;
    return ahead(after) === '{' ? 5 : 0;
  }
  if (first === '.') return { failedAt: 2 };
  if (first === '(') return 2;
  if (first === '[') return 3;
  if (first === '{') return 4;
  return first === '-' || MEMBERS.includes(first) ? 6 : { failedAt: 1 };
}

const LITERALS: readonly TokenKind[] = ['NUM_INT', 'NUM_UINT', 'NUM_FLOAT', 'STRING', 'BYTES', 'true', 'false', 'null'];

function literal(ahead: Ahead): number | NoWay {
  if (ahead(1) === '-') return NUMBERS.has(ahead(2)) ? LITERALS.indexOf(ahead(2)) : { failedAt: 2 };
  const at = LITERALS.indexOf(ahead(1));
  return at < 0 ? { failedAt: 1 } : at;
}
