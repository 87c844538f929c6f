// Types that contain themselves: schemas of the API server have no recursion.
import type { ts } from 'ts-morph';
import { isLibraryFile } from './library-files.js';
import type { Enclosing, TypeUse } from './type-use.js';
import type { Unfit } from './unfit-types.js';
import { isList } from './value-kinds.js';

/** Why a type cannot be read once more inside of itself; undefined while it can. */
export function recursion(type: ts.Type, use: TypeUse, checker: ts.TypeChecker): Unfit | undefined {
  const { within } = use;
  const kind = isList(type, checker) ? {} : { type: 'object' as const };
  const first = within.findIndex(outer => outer.type === type);
  if (first >= 0) {
    const name = nameOf(type, checker);
    const cycle = cycleText(within.slice(first), use.path, checker);
    return { code: 'KW1008', because: `${name}, which contains itself: ${cycle}`, ...WAYS_OUT, ...kind };
  }
  const alike = within.filter(outer => isSameGeneric(outer.type, type));
  if (alike.length < MOST_NESTED && within.length <= DEEPEST) return undefined;
  const name = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? checker.typeToString(type);
  const cycle = alike.length > 0 ? `: ${cycleText(alike.slice(-1), use.path, checker)}` : ' too deeply';
  return { code: 'KW1008', because: `${name}, which goes on inside of itself${cycle}`, ...WAYS_OUT, ...kind };
}

/** More than anybody writes: a generic type in itself, and objects in each other. */
const MOST_NESTED = 5;
const DEEPEST = 40;

const WAYS_OUT = {
  once: true,
  hint:
    'schemas of the API server have no recursion: refer to the other by its name, as in parent?: string; or end the schema ' +
    'here with @PreserveUnknownFields, in a list @Items(PreserveUnknownFields), or with @Schemaless',
} as const;

/** `A.b -> B.c[] -> A` */
function cycleText(steps: readonly Enclosing[], end: string, checker: ts.TypeChecker): string {
  // What has no name shows in the path to what is in it.
  const named = steps.filter(({ type }, index) => index === 0 || isNamed(type, checker));
  const fields = named.map(({ type, path }, index) => {
    const next = named[index + 1]?.path ?? end;
    return `${nameOf(type, checker)}${next.slice(path.length)}`;
  });
  return [...fields, steps[0] && nameOf(steps[0].type, checker)].join(' -> ');
}

/** Whether a type is a class, interface or alias; lists, maps and types that are written in place have no name. */
function isNamed(type: ts.Type, checker: ts.TypeChecker): boolean {
  const { aliasSymbol } = type;
  if (aliasSymbol !== undefined)
    return !aliasSymbol.declarations?.some(each => isLibraryFile(each.getSourceFile().fileName));
  return type.isClassOrInterface() || (genericOf(type) !== undefined && !isList(type, checker));
}

function nameOf(type: ts.Type, checker: ts.TypeChecker): string {
  const text = checker.typeToString(type);
  return text.length > 40 ? (type.aliasSymbol?.name ?? 'it') : text;
}

/** Whether both are made from one generic class, interface or alias, so that there may be ever more of them. */
function isSameGeneric(one: ts.Type, other: ts.Type): boolean {
  const generic = genericOf(one);
  return generic !== undefined && generic === genericOf(other);
}

function genericOf(type: ts.Type): ts.Symbol | undefined {
  if (type.aliasTypeArguments !== undefined) return type.aliasSymbol;
  const { target } = type as ts.TypeReference;
  return target === undefined ? undefined : type.getSymbol();
}
