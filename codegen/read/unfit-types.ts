// Why a type has no schema, and what to write instead.
import { ts } from './compiler.js';
import { isLibraryFile } from './library-files.js';
import { suggestedPattern } from './text-pattern.js';

/** A refusal: the diagnostic's code, the end of the sentence "... is", and the hint. */
export interface Unfit {
  readonly code: string;
  readonly because: string;
  readonly hint: string;
  /** What such a value is in any case; a field that keeps whatever it gets still has this type. */
  readonly type?: 'object';
  /** Whether such a value has no form in JSON at all, so that a field that keeps whatever it gets never gets one. */
  readonly noJson?: true;
  /** Whether it is told once at a place, however many ways lead there. */
  readonly once?: true;
}

/** The code of a type whose name leads nowhere. */
export const UNRESOLVED = 'KW1015';

const ANY_HINT =
  'say what it holds: the API server drops what the schema does not name; any JSON is JsonValue, any object JsonObject';

/** The compiler gives names that lead nowhere a type of their own, which it prints as `any`. */
function isUnresolved(type: ts.Type): boolean {
  const { intrinsicName } = type as ts.Type & { readonly intrinsicName?: string };
  return intrinsicName === 'error' || intrinsicName === 'unresolved';
}

/** Types that no schema can say; undefined for objects and all that may have one. */
export function unfit(type: ts.Type, checker: ts.TypeChecker): Unfit | undefined {
  const flags = type.flags;
  if (flags & ts.TypeFlags.Any) {
    return isUnresolved(type)
      ? { code: UNRESOLVED, because: 'of a type that cannot be found', hint: 'see that its import resolves' }
      : {
          code: 'KW1001',
          because: 'any',
          hint: ANY_HINT,
        };
  }
  if (flags & ts.TypeFlags.Unknown) {
    return {
      code: 'KW1002',
      because: 'unknown',
      hint: ANY_HINT,
    };
  }
  if (flags & ts.TypeFlags.NonPrimitive) {
    return {
      code: 'KW1002',
      because: 'any object at all',
      hint: 'name its fields in a class or interface, or say Record<string, T>; an object of any fields is JsonObject',
      type: 'object',
    };
  }
  if (flags & ts.TypeFlags.Enum && !type.isUnion() && !(flags & ts.TypeFlags.Literal)) {
    const name = checker.typeToString(type);
    return {
      code: 'KW1024',
      because: `the enum ${name}, with members that are computed`,
      hint: `write the values of ${name} out, as texts`,
    };
  }
  if (flags & ts.TypeFlags.Number) {
    return { code: 'KW1003', because: 'number, which says no format', hint: 'say Int32, Int64 or Double' };
  }
  if (flags & ts.TypeFlags.BigIntLike) {
    return { code: 'KW1005', because: 'bigint, which JSON does not have', hint: 'say Int64', noJson: true };
  }
  if (flags & (ts.TypeFlags.ESSymbolLike | ts.TypeFlags.Void | ts.TypeFlags.Never | ts.TypeFlags.Undefined)) {
    const text = checker.typeToString(type);
    return {
      code: 'KW1005',
      because: `${text}, which JSON does not have`,
      hint: 'leave the field out, or give it another type',
      noJson: true,
    };
  }
  if (flags & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) {
    const template = flags & ts.TypeFlags.TemplateLiteral ? suggestedPattern(type) : undefined;
    return {
      code: 'KW1006',
      because:
        template === undefined
          ? 'text of a form that a schema cannot say'
          : 'a template literal type with other than string in it',
      hint:
        template === undefined
          ? 'say string, or a union of the texts it may be'
          : `say string with @Pattern(/${template}/), or a union of the texts it may be`,
    };
  }
  if (
    flags &
    (ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Index)
  ) {
    const text = checker.typeToString(type);
    return {
      code: 'KW1009',
      because: `${text}, which is still open`,
      hint: 'give the type parameter a type where the class is used',
    };
  }
  return undefined;
}

/** Objects that no schema can say. */
export function unfitObject(type: ts.Type, checker: ts.TypeChecker): Unfit | undefined {
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
    return {
      code: 'KW1004',
      because: 'a function',
      hint: 'an API type holds data only; move the function out of the class',
      noJson: true,
    };
  }
  const library = [type, ...basesOf(type, checker)].map(each => each.getSymbol()).find(isOfLibrary);
  if (library === undefined) return undefined;
  const { name } = library;
  const article = /^[AEIOU]/.test(name) ? 'an' : 'a';
  const own = type.getSymbol()?.name;
  return {
    code: 'KW1010',
    because: `${own === name ? '' : `${own}, which extends `}${article} ${name}, which JSON does not have`,
    hint: INSTEAD[name] ?? 'say what it looks like as JSON',
    ...(IN_JSON.has(name) ? {} : { noJson: true }),
  };
}

function basesOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const declared = isReference(type) ? (type as ts.TypeReference).target : type;
  return declared.isClassOrInterface()
    ? checker.getBaseTypes(declared).flatMap(base => [base, ...basesOf(base, checker)])
    : [];
}

/** A class or interface of JavaScript's; the mapped types of its library are no more than a way to write others. */
function isOfLibrary(symbol: ts.Symbol | undefined): symbol is ts.Symbol {
  const declaration = symbol?.declarations?.[0];
  return (
    declaration !== undefined &&
    (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) &&
    isLibraryFile(declaration.getSourceFile().fileName)
  );
}

function isReference(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

const INSTEAD: { readonly [name: string]: string } = {
  Array: 'say T[]',
  ReadonlyArray: 'say T[]',
  Date: 'say Time: the API server keeps RFC 3339 text',
  Map: 'say Record<string, T>',
  ReadonlyMap: 'say Record<string, T>',
  Set: 'say T[]',
  ReadonlySet: 'say T[]',
  RegExp: 'say string',
  URL: 'say string',
  Number: 'say Int32, Int64 or Double',
  String: 'say string',
  Boolean: 'say boolean',
  Object: 'name its fields in a class or interface, or say Record<string, T>',
  Buffer: 'say string, and keep base64 in it',
  Uint8Array: 'say string, and keep base64 in it',
  Promise: 'say what it resolves to',
};

/** Values of these types can be in JSON; the types say more than that. */
const IN_JSON = new Set(['Array', 'ReadonlyArray', 'Object', 'Number', 'String', 'Boolean']);
