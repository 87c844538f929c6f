// What `Spec['level']` is written as: the type of the field that it names.
import { ts } from './compiler.js';
import { type Bound, boundBy, coreType, elementType } from './declared-type.js';
import { writtenAt } from './mapped-field.js';

/** A written type, and what stands for the type parameters in it. */
export interface WrittenType {
  readonly written: ts.TypeNode;
  readonly bound: Bound;
}

/** The types of the fields that an access names; none, where it is something else. */
export function accessedTypes(
  node: ts.IndexedAccessTypeNode,
  checker: ts.TypeChecker,
  outer: Bound | undefined,
): readonly WrittenType[] {
  const object = coreType(node.objectType, checker, outer);
  const bound = boundBy(object, checker, outer);
  const names = checker.getTypeFromTypeNode(node.indexType);
  if (names.flags & ts.TypeFlags.Number) {
    const written = elementType(object, checker, bound);
    return written === undefined ? [] : [{ written, bound }];
  }
  const type = checker.getTypeFromTypeNode(object ?? node.objectType);
  return (names.isUnion() ? names.types : [names]).flatMap(name => {
    const property = name.isStringLiteral() ? type.getProperty(name.value) : undefined;
    const written = property && writtenAt(property, checker);
    return written === undefined ? [] : [{ written, bound }];
  });
}
