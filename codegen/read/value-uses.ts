// Which parts of its argument a function looks at. Wherever that cannot be told, the whole of the value counts as used: what
// is said to be unused certainly is.

import { arrivals, elementType } from './arrivals.js';
import { ts } from './compiler.js';
import { PartUse } from './part-use.js';

/** A function whose body can be read. */
export type ReadableFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** The uses of the first parameter. */
export function usesOfArgument(of: ReadableFunction, checker: ts.TypeChecker): PartUse {
  const uses = new PartUse();
  new Tracking(checker).parameter(of, 0, uses);
  return uses;
}

/** The function that an expression names; undefined for those of which only the type is known. */
export function functionOf(expression: ts.Node, checker: ts.TypeChecker): ReadableFunction | undefined {
  if (ts.isParenthesizedExpression(expression)) return functionOf(expression.expression, checker);
  if (isReadable(expression)) return expression;
  if (!ts.isIdentifier(expression) && !ts.isPropertyAccessExpression(expression)) return undefined;
  const shorthand = ts.isShorthandPropertyAssignment(expression.parent)
    ? checker.getShorthandAssignmentValueSymbol(expression.parent)
    : checker.getSymbolAtLocation(expression);
  const symbol = shorthand && shorthand.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(shorthand) : shorthand;
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (isReadable(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration) || !isConst(declaration)) return undefined;
  return declaration.initializer && functionOf(declaration.initializer, checker);
}

function isReadable(node: ts.Node): node is ReadableFunction {
  if (ts.isArrowFunction(node)) return true;
  const isFunction = ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  return isFunction && node.body !== undefined && node.asteriskToken === undefined;
}

function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** Methods of lists that call a function with each item, and what of the list they answer. */
const ITEM_METHODS: { readonly [name: string]: 'list' | 'item' | 'other' } = {
  filter: 'list',
  find: 'item',
  findLast: 'item',
  map: 'other',
  flatMap: 'other',
  forEach: 'other',
  some: 'other',
  every: 'other',
  findIndex: 'other',
};
const COPIES = new Set(['slice', 'toReversed']);

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

class Tracking {
  private readonly followed = new Map<ts.Node, Set<PartUse>>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The value is the argument at `index`. */
  parameter(of: ReadableFunction, index: number, uses: PartUse): void {
    const parameter = of.parameters[index];
    if (of.body === undefined || readsArguments(of.body) || parameter?.dotDotDotToken !== undefined) uses.whole();
    if (of.body === undefined || parameter === undefined) return;
    const seen = this.followed.get(parameter) ?? new Set();
    this.followed.set(parameter, seen);
    if (seen.has(uses)) return;
    seen.add(uses);
    this.binding(parameter.name, uses, of.body);
  }

  /** The value is what a name or pattern is bound to. */
  private binding(name: ts.BindingName, uses: PartUse, scope: ts.Node): void {
    if (ts.isIdentifier(name)) {
      this.named(name, uses, scope);
    } else if (ts.isArrayBindingPattern(name)) {
      for (const element of name.elements.filter(ts.isBindingElement)) {
        this.binding(element.name, element.dotDotDotToken ? uses : uses.part(PartUse.ITEM), scope);
      }
    } else {
      for (const element of name.elements) this.field(element, uses, scope);
    }
  }

  private field({ name, propertyName, dotDotDotToken }: ts.BindingElement, uses: PartUse, scope: ts.Node): void {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined) {
      // A name for the same value; the parts that were taken out of it are named beside it.
      this.binding(name, uses, scope);
    } else if (ts.isIdentifier(key) || ts.isStringLiteral(key)) {
      this.binding(name, uses.part(key.text), scope);
    } else {
      uses.whole();
    }
  }

  private named(name: ts.Identifier, uses: PartUse, scope: ts.Node): void {
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) uses.whole();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node !== name && node.text === name.text && this.symbolOf(node) === symbol) {
        this.use(node, uses);
      }
      ts.forEachChild(node, visit);
    };
    visit(scope);
  }

  private symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    const { parent } = node;
    if (!ts.isShorthandPropertyAssignment(parent)) return this.checker.getSymbolAtLocation(node);
    return this.checker.getShorthandAssignmentValueSymbol(parent);
  }

  /** The value is what an expression has. */
  private use(node: ts.Expression, uses: PartUse): void {
    const { parent } = node;
    if (isWrapper(parent)) {
      this.use(parent, uses);
    } else if (ts.isPropertyAccessExpression(parent)) {
      this.access(parent, parent.name.text, uses);
    } else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
      this.element(parent, uses);
    } else if (ts.isVariableDeclaration(parent)) {
      this.variable(parent, node, uses);
    } else if (ts.isForOfStatement(parent) && ts.isVariableDeclarationList(parent.initializer)) {
      const [declaration] = parent.initializer.declarations;
      if (declaration !== undefined) this.binding(declaration.name, uses.part(PartUse.ITEM), parent.statement);
    } else if (ts.isCallExpression(parent)) {
      this.argument(parent, node, uses);
    } else if (ts.isConditionalExpression(parent) && parent.condition !== node) {
      this.use(parent, uses);
    } else if (ts.isBinaryExpression(parent)) {
      this.operand(parent, node, uses);
    } else if (isCondition(parent)) {
      uses.touch();
    } else if (!ts.isExpressionStatement(parent)) {
      arrivals(node, uses, this.checker);
    }
  }

  private element(access: ts.ElementAccessExpression, uses: PartUse): void {
    const { argumentExpression: key } = access;
    if (ts.isStringLiteralLike(key)) this.access(access, key.text, uses);
    else if (this.isList(access.expression)) this.use(access, uses.part(PartUse.ITEM));
    else uses.whole();
  }

  private variable(declaration: ts.VariableDeclaration, value: ts.Expression, uses: PartUse): void {
    if (declaration.type !== undefined) {
      arrivals(value, uses, this.checker);
    } else {
      const scope = ts.findAncestor(declaration, each => ts.isBlock(each) || ts.isSourceFile(each));
      if (isConst(declaration) && scope !== undefined) this.binding(declaration.name, uses, scope);
      else uses.whole();
    }
  }

  private operand(parent: ts.BinaryExpression, node: ts.Expression, uses: PartUse): void {
    const { kind } = parent.operatorToken;
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const isElse = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    uses.touch();
    if (isElse || (isAnd && parent.right === node)) this.use(parent, uses);
    else if (!isAnd && !COMPARISONS.has(kind)) uses.whole();
  }

  private access(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string, uses: PartUse): void {
    const isMethod = ts.isCallExpression(access.parent) && access.parent.expression === access;
    if (this.isList(access.expression)) this.ofList(access, name, uses);
    else if (isMethod) uses.whole();
    else this.use(access, uses.part(name));
  }

  private ofList(access: ts.Expression, name: string, uses: PartUse): void {
    const { parent } = access;
    uses.touch();
    if (name === 'length') return;
    const call = ts.isCallExpression(parent) && parent.expression === access ? parent : undefined;
    if (call !== undefined && COPIES.has(name)) this.use(call, uses);
    else if (call !== undefined && ITEM_METHODS[name] !== undefined) this.eachItem(call, ITEM_METHODS[name], uses);
    else uses.whole();
  }

  private eachItem(call: ts.CallExpression, answers: 'list' | 'item' | 'other', uses: PartUse): void {
    const callback = call.arguments[0] && functionOf(call.arguments[0], this.checker);
    // The third argument of the callback is the list itself.
    if (callback === undefined || callback.parameters.length > 2) {
      uses.whole();
    } else {
      const item = uses.part(PartUse.ITEM);
      this.parameter(callback, 0, item);
      if (answers === 'list') this.use(call, uses);
      if (answers === 'item') this.use(call, item);
    }
  }

  /** Given to a function: the one in the project is followed. */
  private argument(call: ts.CallExpression, node: ts.Expression, uses: PartUse): void {
    const index = call.arguments.indexOf(node);
    const callee = functionOf(call.expression, this.checker);
    const isSpread = call.arguments.slice(0, index).some(ts.isSpreadElement);
    if (index < 0 || isSpread || callee === undefined) {
      uses.whole();
    } else {
      uses.touch();
      this.parameter(callee, index, uses);
    }
  }

  private isList(node: ts.Expression): boolean {
    return elementType(this.checker.getTypeAtLocation(node), this.checker) !== undefined;
  }
}

/** What has the value of the expression in it. */
function isWrapper(node: ts.Node): node is ts.Expression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

/** What looks whether the value of the expression is there. */
function isCondition(node: ts.Node): boolean {
  return (
    ts.isConditionalExpression(node) ||
    ts.isIfStatement(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node)
  );
}

/** `arguments` are the parameters by another name. */
function readsArguments(body: ts.Node): boolean {
  if (ts.isIdentifier(body) && body.text === 'arguments') return true;
  return ts.forEachChild(body, readsArguments) ?? false;
}
