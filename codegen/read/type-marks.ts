// The marks that kubewright's types carry: `Formatted` on scalars, `ServerFilled` in `Defaulted`.
import { ts } from './compiler.js';
import { ourName, packagePath } from './package-names.js';

/** The format that a scalar type is marked with, such as `int32`; undefined for an unmarked type. */
export function scalarMark(type: ts.Type, checker: ts.TypeChecker): string | undefined {
  if (!type.isIntersection()) return undefined;
  const property = type.getProperties().find(isMark);
  if (property === undefined) return undefined;
  const mark = checker.getNonNullableType(checker.getTypeOfSymbol(property));
  return mark.isStringLiteral() ? mark.value : undefined;
}

/** Whether a member of a union is what `Defaulted` adds. */
export function isServerFilled(type: ts.Type): boolean {
  return ourName(type.getSymbol()) === 'ServerFilled';
}

function isMark(property: ts.Symbol): boolean {
  const declaration = property.declarations?.[0];
  return (
    declaration !== undefined &&
    ts.isInterfaceDeclaration(declaration.parent) &&
    declaration.parent.name.text === 'Formatted' &&
    packagePath(declaration.getSourceFile().fileName) !== undefined
  );
}
