// Follows the names of constants to where their values are written.
import { ts } from './compiler.js';
import { bare, initializerOf, nameOf } from './expression-parts.js';
import { type Write, writesIn } from './written-objects.js';

/**
 * The expression behind parentheses, `as`, `satisfies`, `Object.freeze` and names of constants: where its parts are written.
 * A name of what is changed later stays the name.
 */
export function definitionOf(written: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  const start = bare(written);
  const { end, change } = follow(start, checker);
  return change !== undefined || (end !== start && changeWithin(end, start, checker)) ? start : end;
}

/** One step of the way: what a constant, or a member of one, is set to. */
export type Constant =
  | { readonly is: 'written'; readonly expression: ts.Expression }
  /** It is written to later, so that its definition does not say what it holds. */
  | { readonly is: 'changed'; readonly by: ts.Node };

/** Undefined for what is no name of a constant. */
export function constantOf(expression: ts.Expression, checker: ts.TypeChecker): Constant | undefined {
  const step = stepFrom(expression, checker);
  if (step?.is !== 'written') return step;
  const by = changeWithin(bare(step.expression), expression, checker);
  return by === undefined ? step : { is: 'changed', by };
}

/** The properties of an object, with those of the constants that it spreads in their places. */
export function propertiesOf(
  object: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
  known = new Map<ts.Node, readonly ts.ObjectLiteralElementLike[]>(),
): readonly ts.ObjectLiteralElementLike[] {
  const before = known.get(object);
  if (before !== undefined) return before;
  // A constant may spread itself, or a member of itself.
  known.set(object, []);
  if (spreading.has(object)) return object.properties;
  spreading.add(object);
  try {
    const all = object.properties.flatMap(property => {
      const spread = ts.isSpreadAssignment(property) && definitionOf(property.expression, checker);
      return spread && ts.isObjectLiteralExpression(spread) ? propertiesOf(spread, checker, known) : [property];
    });
    // Of what is spread twice, the last counts.
    const properties = [...new Set(all.toReversed())].reverse();
    known.set(object, properties);
    return properties;
  } finally {
    spreading.delete(object);
  }
}

const spreading = new Set<ts.Node>();

/**
 * The arguments of a call, with those of the constants that it spreads in their places. A list that is written empty is
 * filled later, and stays; so does what would come to very many.
 */
export function argumentsOf(
  written: readonly ts.Expression[],
  checker: ts.TypeChecker,
  known = new Map<ts.Node, readonly ts.Expression[]>(),
): readonly ts.Expression[] {
  const all = written.flatMap(argument => {
    const spread = ts.isSpreadElement(argument) ? definitionOf(argument.expression, checker) : undefined;
    if (spread === undefined || !ts.isArrayLiteralExpression(spread) || spread.elements.length === 0) return [argument];
    // A constant may spread itself.
    if (!known.has(spread)) {
      known.set(spread, [argument]);
      known.set(spread, argumentsOf(spread.elements, checker, known));
    }
    return known.get(spread) ?? [argument];
  });
  return all.length > MOST_ARGUMENTS ? written : all;
}

const MOST_ARGUMENTS = 10_000;

interface Way {
  readonly end: ts.Expression;
  readonly change?: ts.Node;
}

/** To the end, whatever is written to below it. */
function follow(from: ts.Expression, checker: ts.TypeChecker, above: ReadonlySet<ts.Expression> = NONE): Way {
  const seen = new Set<ts.Expression>();
  let end = bare(from);
  // A constant may be defined by a member of itself.
  if (above.has(end) || above.size > DEEPEST) return { end };
  const within = new Set([...above, end]);
  while (!seen.has(end)) {
    seen.add(end);
    const step = stepFrom(end, checker, within);
    if (step?.is === 'changed') return { end, change: step.by };
    if (step !== undefined) end = bare(step.expression);
  }
  return { end };
}

const NONE: ReadonlySet<ts.Expression> = new Set();
/** In constants that are members of others. */
const DEEPEST = 200;

function stepFrom(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  above?: ReadonlySet<ts.Expression>,
): Constant | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    const holder = follow(expression.expression, checker, above);
    if (holder.change !== undefined) return { is: 'changed', by: holder.change };
    if (ts.isObjectLiteralExpression(holder.end)) return memberOf(holder.end, expression, checker);
  }
  const value = valueIn(symbolOf(expression, checker)?.valueDeclaration);
  return value && { is: 'written', expression: value };
}

/** What a declaration that cannot be set anew holds. */
function valueIn(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isVariableDeclaration(declaration)) {
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return isConst ? declaration.initializer : undefined;
  }
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  if (!isJson(declaration.getSourceFile())) return undefined;
  if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
  const [statement] = ts.isSourceFile(declaration) ? declaration.statements : [];
  return statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
}

function isJson({ fileName }: ts.SourceFile): boolean {
  return fileName.endsWith('.json');
}

/** Undefined also where it may be set again by what is spread or computed behind it. */
function memberOf(
  object: ts.ObjectLiteralExpression,
  access: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): Constant | undefined {
  const { text: name } = access.name;
  const by = changeTo(object, access, checker, write => write.name === undefined || write.name === name);
  if (by !== undefined) return { is: 'changed', by };
  const property = propertiesOf(object, checker).findLast(each => {
    const own = each.name && nameOf(each.name);
    return own === undefined || own === name;
  });
  const value = property?.name && nameOf(property.name) === name ? initializerOf(property) : undefined;
  return value && { is: 'written', expression: value };
}

/** Where an object or list, or one in it, is written to: looked for in its file, and in the one that names it. */
function changeWithin(value: ts.Expression, namedAt: ts.Node, checker: ts.TypeChecker): ts.Node | undefined {
  const isWritable = ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value);
  return isWritable ? changeTo(value, namedAt, checker) : undefined;
}

function changeTo(
  value: ts.Expression,
  namedAt: ts.Node,
  checker: ts.TypeChecker,
  ofItself?: (write: Write) => boolean,
): ts.Node | undefined {
  const file = value.getSourceFile();
  const writes = [...new Set([file, namedAt.getSourceFile()])].flatMap(writesIn);
  return writes.find(write => {
    const target = targetOf(write.object, checker);
    if (target === undefined || target.getSourceFile() !== file) return false;
    return ofItself ? target === value && ofItself(write) : target.pos >= value.pos && target.end <= value.end;
  })?.node;
}

/** The literal that is written to; of one that cannot be told, the one that it is in. */
function targetOf(object: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const known = targets.get(checker) ?? new Map<ts.Expression, ts.Expression | undefined>();
  targets.set(checker, known);
  if (!known.has(object)) {
    // What is asked for on the way to itself is no target.
    known.set(object, undefined);
    known.set(object, literalBehind(object, checker));
  }
  return known.get(object);
}

const targets = new WeakMap<ts.TypeChecker, Map<ts.Expression, ts.Expression | undefined>>();

function literalBehind(object: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const inner = bare(object);
  if (ts.isIdentifier(inner)) return literalAt(follow(inner, checker).end);
  if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner)) return undefined;
  const holder = literalBehind(inner.expression, checker);
  if (holder === undefined || !ts.isPropertyAccessExpression(inner) || !ts.isObjectLiteralExpression(holder))
    return holder;
  const value = propertiesOf(holder, checker).findLast(({ name }) => name && nameOf(name) === inner.name.text);
  const initializer = value && initializerOf(value);
  return (initializer && literalAt(follow(initializer, checker).end)) ?? holder;
}

function literalAt(end: ts.Expression): ts.Expression | undefined {
  return ts.isObjectLiteralExpression(end) || ts.isArrayLiteralExpression(end) ? end : undefined;
}

function symbolOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  const parent = expression.parent;
  const symbol =
    parent && ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(expression);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
