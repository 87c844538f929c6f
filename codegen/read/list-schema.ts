// Lists and tuples as schemas.

import type { SchemaNode } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { elementType } from './declared-type.js';
import type { Reading } from './reading.js';
import { sameSchema } from './same-schema.js';
import { anything, plain, type ReadType, refuse, type TypeUse } from './type-use.js';
import { typeText } from './value-kinds.js';

/** `T[]` and `ReadonlyArray<T>`. */
export function listSchema(type: ts.Type, use: TypeUse, reading: Reading, readType: ReadType): SchemaNode {
  const [element] = reading.checker.getTypeArguments(type as ts.TypeReference);
  if (element === undefined) return anything(use);
  const written = elementType(use.written, reading.checker, use.bound);
  return { ...plain(use), type: 'array', items: readType(element, itemUse(use, written), reading) };
}

/** A tuple whose elements are all of one kind: a list of so many of them. */
export function tupleSchema(type: ts.Type, use: TypeUse, reading: Reading, readType: ReadType): SchemaNode {
  const { checker } = reading;
  const { elementFlags } = (type as ts.TupleTypeReference).target;
  const elements = checker.getTypeArguments(type as ts.TypeReference);
  if (elements.length === 0 || elementFlags.some(flag => flag & ts.ElementFlags.Variadic))
    return refuseTuple(type, use, reading);

  const nodes = elementNodes(use.written, checker);
  const distinct = elements.flatMap((element, index) =>
    elements.indexOf(element) === index ? [{ element, written: nodes[index] }] : [],
  );
  const before = errorsIn(reading);
  const schemas = distinct.map(({ element, written }) => readType(element, itemUse(use, written), reading));
  const [items, ...others] = schemas;
  // What is wrong with an element was said.
  if (errorsIn(reading) > before || items === undefined) return { ...anything(use), unread: true };
  if (!others.every(other => sameSchema(items, other))) return refuseTuple(type, use, reading);

  const least = elementFlags.filter(flag => flag & ts.ElementFlags.Required).length;
  const open = elementFlags.some(flag => flag & ts.ElementFlags.Rest);
  return {
    ...plain(use),
    type: 'array',
    items,
    ...(least > 0 ? { minItems: least } : {}),
    ...(open ? {} : { maxItems: elements.length }),
  };
}

function errorsIn({ findings }: Reading): number {
  return findings.diagnostics.filter(({ severity }) => severity === 'error').length;
}

function itemUse(use: TypeUse, written: ts.TypeNode | undefined): TypeUse {
  return { ...use, written, path: `${use.path}[]` };
}

function refuseTuple(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const { labeledElementDeclarations: labels } = (type as ts.TupleTypeReference).target;
  const elements = checker.getTypeArguments(type as ts.TypeReference);
  const because = elements.length === 0 ? 'a tuple without elements' : 'a tuple of different types';
  const fields = elements.map((element, index) => {
    const label = labels?.[index]?.name.getText() ?? ORDINALS[index] ?? `item${index + 1}`;
    return `${label}: ${typeText(element, checker)}`;
  });
  if (elements.length > 0 && elements.every(element => element.isLiteral())) {
    const union = elements.map(element => checker.typeToString(element)).join(' | ');
    return refuse({ code: 'KW1007', because, hint: `say (${union})[]` }, use, reading);
  }
  const parts = fields.length > 0 && fields.length <= 4 ? `, as in { ${fields.join('; ')} }` : '';
  const hint = `schemas of lists have one type for all items: say T[], or name the parts in an object${parts}`;
  return refuse({ code: 'KW1007', because, hint }, use, reading);
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** What is written for each element. */
function elementNodes(node: ts.TypeNode | undefined, checker: ts.TypeChecker): readonly ts.TypeNode[] {
  if (node === undefined) return [];
  if (ts.isTypeOperatorNode(node) || ts.isParenthesizedTypeNode(node)) return elementNodes(node.type, checker);
  if (!ts.isTupleTypeNode(node)) return [];
  return node.elements.map(element => {
    const inner = ts.isNamedTupleMember(element) || ts.isOptionalTypeNode(element) ? element.type : element;
    const rest = ts.isRestTypeNode(inner) ? inner.type : inner;
    const spread = ts.isRestTypeNode(inner) || (ts.isNamedTupleMember(element) && element.dotDotDotToken !== undefined);
    return (spread ? elementType(rest, checker, undefined) : rest) ?? rest;
  });
}
