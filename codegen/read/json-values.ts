// `JsonValue` and `JsonObject`: whatever JSON can say.

import type { SchemaNode } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { ourName } from './package-names.js';
import { plain, type TypeUse } from './type-use.js';
import { unfitObject } from './unfit-types.js';

/** The schema of kubewright's types for any JSON; undefined for all other types. */
export function anyJson(members: readonly ts.Type[], use: TypeUse, checker: ts.TypeChecker): SchemaNode | undefined {
  const present = members.filter(member => !(member.flags & ts.TypeFlags.Null));
  const names = new Set(present.map(member => ourName(member.getSymbol())));
  if (names.size > 1 && present.some(member => unfitObject(member, checker)?.noJson)) return undefined;
  if (names.has('JsonObject') && names.has('JsonArray')) return { ...plain(use), ...ANY };
  const [name] = names;
  if (names.size > 1) return undefined;
  if (name === 'JsonObject') return { ...plain(use), type: 'object', ...ANY };
  return name === 'JsonArray' ? { ...plain(use), type: 'array', items: { ...plain(use), ...ANY } } : undefined;
}

const ANY = { 'x-kubernetes-preserve-unknown-fields': true } as const;
