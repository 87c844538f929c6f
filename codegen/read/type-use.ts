// Where a type is used, and what every reader of types does with that.
import type { ts } from 'ts-morph';
import type { SchemaNode } from '../model/schema-node.js';
import type { Bound } from './declared-type.js';
import { nameOfNode, originOf } from './origin.js';
import type { Reading } from './reading.js';
import { UNRESOLVED, type Unfit } from './unfit-types.js';

/** Where a type is used. */
export interface TypeUse {
  /** The place that a refusal points at. */
  readonly node: ts.Node;
  /** The type as it is written there, if it is. */
  readonly written: ts.TypeNode | undefined;
  /** What stands for the type parameters that the written type may name. */
  readonly bound?: Bound;
  /** The field's path for messages, such as `spec.ports[].name`. */
  readonly path: string;
  /** The types that this one is inside of, outermost first. */
  readonly within: readonly Enclosing[];
  /** How much of the resource was read. */
  readonly size?: { fields: number };
  /** Whether the field keeps whatever it gets: then a type without a schema is no mistake. */
  readonly open?: boolean;
}

/** A type that another is inside of, and the path where it stands. */
export interface Enclosing {
  readonly type: ts.Type;
  readonly path: string;
}

/** Reads a type. It is handed down, because the readers of lists, maps, objects and unions need each other. */
export type ReadType = (type: ts.Type, use: TypeUse, reading: Reading) => SchemaNode;

/** Says why the type has no schema, and reads it as anything. */
export function refuse(unfit: Unfit, use: TypeUse, reading: Reading): SchemaNode {
  const { code, because, hint, type, once, noJson } = unfit;
  if (code === UNRESOLVED) reading.findings.unsure = true;
  if (use.open && code !== UNRESOLVED && !noJson) return { ...anything(use), ...(type && { type }) };
  const place = nameOfNode(use.node);
  if (!(once && isTold(place, code, reading))) {
    reading.findings.error(place, code, `${use.path} is ${because}`, hint);
  }
  return { ...anything(use), unread: true };
}

function isTold(place: ts.Node, code: string, { findings }: Reading): boolean {
  const { file, line, column } = originOf(place);
  return findings.diagnostics.some(
    each => each.code === code && each.file === file && each.line === line && each.column === column,
  );
}

/** The schema that accepts and keeps whatever it gets. */
export function anything(use: TypeUse): SchemaNode {
  return { ...plain(use), 'x-kubernetes-preserve-unknown-fields': true };
}

/** What every schema starts from. */
export function plain(use: TypeUse): SchemaNode {
  return { origin: originOf(nameOfNode(use.node)), said: {} };
}

/** The path of a field in an object. */
export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
