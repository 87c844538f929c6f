// Whether other files can see a class.
import { ts } from './compiler.js';

/** Exported at its declaration or in a list below, and so is every namespace around it. */
export function isExported(declaration: ts.ClassDeclaration | ts.ModuleDeclaration): boolean {
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) {
    const around = declaration.parent.parent;
    return !(ts.isModuleBlock(declaration.parent) && ts.isModuleDeclaration(around)) || isExported(around);
  }
  const name = declaration.name?.text;
  return ts.isSourceFile(declaration.parent) && declaration.parent.statements.some(each => exportsName(each, name));
}

function exportsName(statement: ts.Statement, name: string | undefined): boolean {
  if (ts.isExportAssignment(statement)) {
    return ts.isIdentifier(statement.expression) && statement.expression.text === name;
  }
  return (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier === undefined &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause) &&
    statement.exportClause.elements.some(element => (element.propertyName ?? element.name).text === name)
  );
}
