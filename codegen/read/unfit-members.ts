// Why a member of a class or interface is no field of the API.
import { ts } from './compiler.js';
import type { Unfit } from './unfit-types.js';

/** Undefined for members that are fields. */
export function unfitMember(property: ts.Symbol, declaration: ts.Declaration | undefined): Unfit | undefined {
  if (/^__[@#]/.test(property.escapedName as string)) {
    return {
      code: 'KW1013',
      because: 'not a field with a name in JSON',
      hint: 'an API type holds data only; name the field with a plain text',
    };
  }
  if (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) {
    return {
      code: 'KW1004',
      because: property.flags & ts.SymbolFlags.Method ? 'a method' : 'an accessor',
      hint: 'an API type holds data only; write a function that takes the object',
    };
  }
  if (declaration !== undefined && ts.getCombinedModifierFlags(declaration) & HIDDEN) {
    return {
      code: 'KW1013',
      because: 'private or protected, but all fields of an object are seen through the API',
      hint: 'make it public, or move it out of the class',
    };
  }
  return undefined;
}

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
