// The kinds that a reconciler applies: what `@Owns(Kind, { apply: true })` says, and what its body shows.
import { ts } from './compiler.js';
import { definitionOf, propertiesOf } from './constants.js';
import { argumentAt } from './decorator-arguments.js';
import { bare, initializerOf, nameOf } from './expression-parts.js';
import { Findings } from './findings.js';
import { kindOfArgument } from './kind-argument.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** Whether an `@Owns` says `apply: true`. Its other options are functions, and nobody's business here. */
export function saysApply({ arguments: [, options] }: OurDecorator, reading: Reading): boolean {
  if (options === undefined) return false;
  const option = optionOf(options, 'apply', reading);
  if (option === 'hidden') {
    const hint = 'write { apply: true } at the decorator, or in a constant that it names';
    reading.findings.error(options, 'KW0007', 'the options of @Owns cannot be read from the source', hint);
    return false;
  }
  if (option === undefined) return false;
  const said = argumentAt(option, 'apply of @Owns', reading);
  if (said === undefined || typeof said.value === 'boolean') return said?.value === true;
  reading.findings.error(said.origin, 'KW0008', 'apply of @Owns takes true or false');
  return false;
}

/** Tells of kinds that the body of a class applies, and of which no `@Owns` says so: `apply` refuses them. */
export function checkApplied(
  declaration: ts.ClassDeclaration,
  decorators: readonly OurDecorator[],
  reading: Reading,
): void {
  const named = decorators.filter(({ name }) => name === 'Owns');
  const declared = named.filter(owns => saysApply(owns, { ...reading, findings: new Findings() }));
  const kinds = declared.flatMap(({ arguments: [kind] }) => kind ?? []);
  const told = new Set<string>();
  const visit = (node: ts.Node): void => {
    for (const kind of kindsAppliedBy(node, reading)) {
      const text = kind.getText();
      if (told.has(text) || isAmong(kind, kinds, reading)) continue;
      told.add(text);
      const hint = `say @Owns(${text}, { apply: true }), from which its rules follow`;
      reading.findings.warning(kind, 'KW4021', `${text} is applied, and no @Owns of the class says so`, hint);
    }
    ts.forEachChild(node, visit);
  };
  for (const member of declaration.members) visit(member);
}

/** What `dependent(Kind, ...)` and `desiredState(..., { owns: [Kind] })` name. */
function kindsAppliedBy(node: ts.Node, reading: Reading): readonly ts.Expression[] {
  if (!ts.isCallExpression(node)) return [];
  const name = importedName(node.expression, reading);
  const [first, options] = node.arguments;
  if (name === 'dependent') return first === undefined ? [] : [first];
  if (name !== 'desiredState' || options === undefined) return [];
  const owns = optionOf(options, 'owns', reading);
  const list = owns === undefined || owns === 'hidden' ? undefined : definitionOf(owns, reading.checker);
  return list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements.filter(isNamed) : [];
}

function isNamed(kind: ts.Expression): boolean {
  return !ts.isSpreadElement(kind);
}

function isAmong(kind: ts.Expression, kinds: readonly ts.Expression[], reading: Reading): boolean {
  const { checker } = reading;
  const symbol = checker.getSymbolAtLocation(bare(kind));
  const declaration = symbol?.declarations?.[0];
  // Nobody knows what the caller of a function gives it.
  if (declaration !== undefined && ts.isParameter(declaration)) return true;
  if (symbol !== undefined && kinds.some(each => checker.getSymbolAtLocation(bare(each)) === symbol)) return true;
  const found = kindOfArgument(kind, reading);
  if (found === undefined) {
    // What only the body names is not loaded at first.
    if (declaration !== undefined && ts.isImportSpecifier(declaration)) reading.findings.unsure = true;
    return true;
  }
  return kinds.some(each => {
    const other = kindOfArgument(each, reading);
    return other?.group === found.group && other.kind === found.kind && other.version === found.version;
  });
}

/** The name that kubewright exports for what is called; the module behind it need not be loaded. */
function importedName(callee: ts.Expression, { checker }: Reading): string | undefined {
  const declaration = checker.getSymbolAtLocation(callee)?.declarations?.[0];
  if (declaration === undefined || !ts.isImportSpecifier(declaration)) return undefined;
  const { moduleSpecifier } = declaration.parent.parent.parent;
  const isOurs = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === 'kubewright';
  return isOurs ? (declaration.propertyName ?? declaration.name).text : undefined;
}

/** Where an option is set; undefined where it is not, `hidden` where nobody can tell from the source. */
function optionOf(options: ts.Expression, name: string, reading: Reading): ts.Expression | 'hidden' | undefined {
  const { checker } = reading;
  const object = definitionOf(options, checker);
  if (!ts.isObjectLiteralExpression(object)) {
    return mayHave(object, name, reading) ? 'hidden' : undefined;
  }
  let found: ts.Expression | undefined;
  for (const property of propertiesOf(object, checker)) {
    if (ts.isSpreadAssignment(property)) {
      if (mayHave(property.expression, name, reading)) return 'hidden';
    } else if (property.name !== undefined && nameOf(property.name) === name) found = initializerOf(property);
  }
  return found;
}

function mayHave(options: ts.Expression, name: string, { checker, findings }: Reading): boolean {
  const type = checker.getTypeAtLocation(options);
  if (type.flags & ts.TypeFlags.Any) findings.unsure = true;
  return type.getProperty(name) !== undefined;
}
