// Spares the compiler the decorators that obviously fit where they stand. Their parameters are conditional types, so that
// the editor can refuse them in words; to check them all takes longer than all else together.

import type { Json } from '../../schema/structural-schema.js';
import { addsToModules } from './augmentations.js';
import { ts } from './compiler.js';
import { literalValue } from './literal-values.js';
import { type ClassPlace, type FieldPlace, fieldAt, placeOf } from './obvious-places.js';
import { OBVIOUS_AT_CLASSES, OBVIOUS_AT_FIELDS, OBVIOUS_UNCALLED } from './obvious-rules.js';
import { isOwnPackage, ourName, packagePath } from './package-names.js';

/** Has the compiler look at a file of the program as if its obvious decorators were not there. */
export function withoutObvious<T>(file: ts.SourceFile, program: ts.Program, look: () => T): T {
  const hidden = obviousDecorators(file, program);
  const restored = [...hidden].map(([node, decorators]) => hide(node, decorators));
  try {
    return look();
  } finally {
    for (const restore of restored) restore();
  }
}

/** The decorators that the compiler certainly has nothing against, by what they stand at. */
export function obviousDecorators(
  file: ts.SourceFile,
  program: ts.Program,
): ReadonlyMap<ts.HasDecorators, ReadonlySet<ts.Decorator>> {
  const obvious = new Map<ts.HasDecorators, ReadonlySet<ts.Decorator>>();
  if (file.isDeclarationFile || !allows(program.getCompilerOptions()) || program.getSourceFiles().some(addsToModules))
    return obvious;
  const names = importedNames(file, program.getTypeChecker());
  if (names.size === 0) return obvious;
  for (const declaration of file.statements.filter(ts.isClassDeclaration).filter(isSimple)) {
    for (const node of [declaration, ...declaration.members.filter(ts.isPropertyDeclaration)]) {
      const found = obviousAt(node, names, program.getTypeChecker());
      if (found.size > 0) obvious.set(node, found);
    }
  }
  return obvious;
}

/** Other options let the compiler look at more than the calls, or differently. */
function allows(options: ts.CompilerOptions): boolean {
  const { experimentalDecorators, emitDecoratorMetadata, importHelpers, strict, strictNullChecks } = options;
  return (
    experimentalDecorators === true && !emitDecoratorMetadata && !importHelpers && (strictNullChecks ?? strict) === true
  );
}

/** A class at the top of a file, which is there when the program runs. */
function isSimple(declaration: ts.ClassDeclaration): boolean {
  const isAmbient = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient;
  return !isAmbient && declaration.typeParameters === undefined && declaration.name !== undefined;
}

/** Local names of what is imported, as a value, from this very package. */
function importedNames(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { importClause, moduleSpecifier } of file.statements.filter(ts.isImportDeclaration)) {
    const isOurs = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === 'kubewright';
    const bindings = importClause?.isTypeOnly ? undefined : importClause?.namedBindings;
    if (!isOurs || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { isTypeOnly, name } of bindings.elements) {
      const symbol = isTypeOnly ? undefined : checker.getSymbolAtLocation(name);
      const declared = symbol && checker.getAliasedSymbol(symbol);
      const ours = declared && ourName(declared);
      if (ours !== undefined && isRule(declared)) names.set(name.text, ours);
    }
  }
  return names;
}

/** Another version of the package may have decorators of the same names that take something else. */
function isRule(symbol: ts.Symbol | undefined): boolean {
  return (
    symbol?.declarations?.every(declaration => {
      const { fileName } = declaration.getSourceFile();
      return packagePath(fileName)?.startsWith('decorators/') && isOwnPackage(fileName);
    }) ?? false
  );
}

function obviousAt(
  node: ts.ClassDeclaration | ts.PropertyDeclaration,
  names: ReadonlyMap<string, string>,
  checker: ts.TypeChecker,
): ReadonlySet<ts.Decorator> {
  const found = new Set<ts.Decorator>();
  const decorators = ts.getDecorators(node) ?? [];
  // After a keyword the grammar has its say.
  if (decorators.length === 0 || !isLeading(decorators, node)) return found;
  const fits = ts.isClassDeclaration(node) ? classTest(node, checker) : fieldTest(node, checker);
  if (fits === undefined) return found;
  for (const decorator of decorators) {
    const { expression } = decorator;
    const called = ts.isCallExpression(expression) ? expression : undefined;
    const callee = called?.expression ?? expression;
    const name = ts.isIdentifier(callee) ? names.get(callee.text) : undefined;
    if (name === undefined || called?.typeArguments || called?.questionDotToken) continue;
    const values = called && literalsOf(called.arguments);
    if ((called === undefined || values !== undefined) && fits(name, values)) found.add(decorator);
  }
  return found;
}

function isLeading(decorators: readonly ts.Decorator[], { modifiers }: ts.HasDecorators): boolean {
  return decorators.every((decorator, index) => modifiers?.[index] === decorator);
}

function literalsOf(written: readonly ts.Expression[]): readonly Json[] | undefined {
  const values = written.map(literalValue);
  return values.every(value => value !== undefined) ? values : undefined;
}

/** Whether the decorator of that name fits; without values, it is not called. */
type Fits = (name: string, values: readonly Json[] | undefined) => boolean;

function fieldTest(node: ts.PropertyDeclaration, checker: ts.TypeChecker): Fits | undefined {
  const isField = node.modifiers?.every(({ kind }) => FIELD_MODIFIERS.has(kind)) ?? true;
  if (!isField || node.type === undefined || !ts.isIdentifier(node.name) || !NAME.test(node.name.text))
    return undefined;
  const symbol = checker.getSymbolAtLocation(node.name);
  if (symbol?.declarations?.length !== 1) return undefined;
  const place: FieldPlace | undefined = placeOf(checker.getTypeOfSymbol(symbol), checker);
  if (place === undefined) return undefined;
  return (name, values) =>
    (values === undefined ? OBVIOUS_UNCALLED.get(name)?.(place) : OBVIOUS_AT_FIELDS.get(name)?.(values, place)) ??
    false;
}

const NAME = /^[A-Za-z]\w*$/;
const { Decorator, PublicKeyword, ReadonlyKeyword, ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
const FIELD_MODIFIERS = new Set<ts.SyntaxKind>([Decorator, PublicKeyword, ReadonlyKeyword]);
const CLASS_MODIFIERS = new Set<ts.SyntaxKind>([Decorator, ExportKeyword, DefaultKeyword]);

/** Classes whose base is kubewright's, and that have nothing but fields. */
function classTest(node: ts.ClassDeclaration, checker: ts.TypeChecker): Fits | undefined {
  const isPlain = node.modifiers?.every(({ kind }) => CLASS_MODIFIERS.has(kind)) ?? true;
  const hasFields = node.members.every(member => ts.isPropertyDeclaration(member) && !isStatic(member));
  const [clause, ...more] = node.heritageClauses ?? [];
  const base = clause?.token === ts.SyntaxKind.ExtendsKeyword ? clause.types[0]?.expression : undefined;
  if (!isPlain || !hasFields || more.length > 0 || base === undefined || !ts.isIdentifier(base)) return undefined;
  const symbol = checker.getSymbolAtLocation(base);
  const declared = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : undefined;
  if (!BASES.has(ourName(declared) ?? '') || !isRule(declared)) return undefined;
  const place: ClassPlace = { type: checker.getTypeAtLocation(node), checker };
  if (fieldAt(place.type, 'metadata', checker) === undefined) return undefined;
  return (name, values) => (values && OBVIOUS_AT_CLASSES.get(name)?.(values, place)) ?? false;
}

const BASES = new Set(['CustomResource', 'ClusterResource']);

function isStatic(member: ts.PropertyDeclaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/** Answers how to undo it. */
function hide(node: ts.HasDecorators, decorators: ReadonlySet<ts.Node>): () => void {
  // The compiler notes what modifiers there are when it is first asked.
  ts.getCombinedModifierFlags(node);
  const open = node as { modifiers?: ts.NodeArray<ts.ModifierLike> };
  const { modifiers } = open;
  if (modifiers === undefined) return () => {};
  const { pos, end, hasTrailingComma } = modifiers;
  const left = modifiers.filter(modifier => !decorators.has(modifier));
  open.modifiers = Object.assign(left, { pos, end, hasTrailingComma }) as unknown as ts.NodeArray<ts.ModifierLike>;
  return () => {
    open.modifiers = modifiers;
  };
}
