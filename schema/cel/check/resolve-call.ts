// Which overloads a call may mean, and what it gives.
import { BOOL, type CelType, DYN } from '../cel-type.js';
import { sameType } from '../types/format-type.js';
import type { Overload } from './declarations.js';
import { formatCall, type TypeBindings } from './type-bindings.js';

export interface Call {
  readonly name: string;
  /** Whether it is called on something, which then is the first of the types. */
  readonly member: boolean;
  readonly types: readonly CelType[];
}

export type Resolved =
  | { readonly type: CelType; readonly overloads: readonly string[] }
  | { readonly problem: string }
  /** The operands of `&&` or `||` that are no bool. */
  | { readonly mismatches: readonly number[] };

/** All overloads that fit are meant, for what is known only at run time may be any of them. */
export function resolveCall(bindings: TypeBindings, call: Call, overloads: readonly Overload[]): Resolved {
  const fitting: string[] = [];
  let result: CelType | undefined;
  for (const overload of overloads) {
    if (overload.member !== call.member) continue;
    if (call.name === '_&&_' || call.name === '_||_') return logical(bindings, call.types, overload.id);
    const fresh = new Map(overload.parameters.map(name => [name, bindings.fresh()]));
    const args = overload.arguments.map(type => instantiate(type, fresh));
    if (!bindings.allAssignable(call.types, args)) continue;
    fitting.push(overload.id);
    const given = bindings.substitute(instantiate(overload.result, fresh), false);
    if (result === undefined) result = given;
    else if (result.kind !== 'dyn' && !sameType(given, result)) result = DYN;
  }
  if (result !== undefined) return { type: result, overloads: fitting };
  const types = call.types.map(type => bindings.substitute(type, true));
  return { problem: `found no matching overload for '${call.name}' applied to '${formatCall(types, call.member)}'` };
}

function logical(bindings: TypeBindings, types: readonly CelType[], overload: string): Resolved {
  const mismatches = types.keys().filter(at => !bindings.assignable(types[at] as CelType, BOOL));
  const found = [...mismatches];
  return found.length > 0 ? { mismatches: found } : { type: BOOL, overloads: [overload] };
}

function instantiate(type: CelType, fresh: ReadonlyMap<string, CelType>): CelType {
  if (fresh.size === 0) return type;
  switch (type.kind) {
    case 'parameter':
      return fresh.get(type.name) ?? type;
    case 'list':
      return { kind: 'list', element: instantiate(type.element, fresh) };
    case 'map':
      return { kind: 'map', key: instantiate(type.key, fresh), value: instantiate(type.value, fresh) };
    case 'type':
      return type.of === undefined ? type : { kind: 'type', of: instantiate(type.of, fresh) };
    case 'opaque':
      return { ...type, parameters: type.parameters.map(each => instantiate(each, fresh)) };
    default:
      return type;
  }
}
