// What the checker learns about type parameters, and whether a value of one type may stand where another is expected.
import { type CelType, DYN } from '../cel-type.js';
import { formatType, sameType } from '../types/format-type.js';

/** The types that stand for parameters so far. */
export class TypeBindings {
  readonly #bound = new Map<string, CelType>();
  /** What was bound before, newest last, so that a failed attempt leaves no trace. */
  readonly #undo: { readonly name: string; readonly before: CelType | undefined }[] = [];
  #fresh = 0;

  /** A parameter that nothing is known of. */
  fresh(): CelType {
    return { kind: 'parameter', name: `_var${this.#fresh++}` };
  }

  assignable(one: CelType, other: CelType): boolean {
    return this.#attempt(() => this.#fits(one, other));
  }

  allAssignable(ones: readonly CelType[], others: readonly CelType[]): boolean {
    return this.#attempt(() => this.#allFit(ones, others));
  }

  /** Replaces parameters by what they are bound to; with `dynamic` those that are not by `dyn`. */
  substitute(type: CelType, dynamic: boolean): CelType {
    switch (type.kind) {
      case 'parameter': {
        const bound = this.#bound.get(type.name);
        if (bound !== undefined) return this.substitute(bound, dynamic);
        return dynamic ? DYN : type;
      }
      case 'list':
        return { kind: 'list', element: this.substitute(type.element, dynamic) };
      case 'map':
        return { kind: 'map', key: this.substitute(type.key, dynamic), value: this.substitute(type.value, dynamic) };
      case 'type':
        return type.of === undefined ? type : { kind: 'type', of: this.substitute(type.of, dynamic) };
      case 'opaque':
        return { ...type, parameters: type.parameters.map(each => this.substitute(each, dynamic)) };
      default:
        return type;
    }
  }

  #attempt(fits: () => boolean): boolean {
    this.#undo.length = 0;
    if (fits()) return true;
    for (const { name, before } of this.#undo.toReversed()) {
      if (before === undefined) this.#bound.delete(name);
      else this.#bound.set(name, before);
    }
    return false;
  }

  #bind(name: string, type: CelType): void {
    this.#undo.push({ name, before: this.#bound.get(name) });
    this.#bound.set(name, type);
  }

  #fits(one: CelType, other: CelType): boolean {
    if (other.kind === 'parameter') {
      const { fits, known } = this.#standsFor(one, other);
      if (fits) return true;
      if (known) return false;
    }
    if (one.kind === 'parameter') return this.#standsFor(other, one).fits;
    if (isLoose(one) || isLoose(other)) return true;
    if (one.kind === 'null') return isNullable(other);
    if (other.kind === 'null') return isNullable(one);
    if (one.kind !== other.kind) return false;
    if (one.kind === 'type') return true;
    if (one.kind === 'opaque' && other.kind === 'opaque' && one.name !== other.name) return false;
    if (one.kind === 'list' || one.kind === 'map' || one.kind === 'opaque') {
      return this.#allFit(parametersOf(one), parametersOf(other));
    }
    return sameType(one, other);
  }

  #allFit(ones: readonly CelType[], others: readonly CelType[]): boolean {
    return ones.length === others.length && ones.every((one, at) => this.#fits(one, others[at] as CelType));
  }

  /** Whether a type may stand for a parameter, and whether it was known before what that one stands for. */
  #standsFor(type: CelType, parameter: CelType & { kind: 'parameter' }): { fits: boolean; known: boolean } {
    if (type.kind === 'parameter' && type.name === parameter.name) return { fits: true, known: true };
    const bound = this.#bound.get(parameter.name);
    if (bound !== undefined) {
      if (sameType(type, bound)) return { fits: true, known: true };
      if (!this.#fits(type, bound)) return { fits: false, known: true };
      const general = mostGeneral(type, bound);
      if (!this.#occursIn(parameter.name, general)) this.#bind(parameter.name, general);
      return { fits: true, known: true };
    }
    if (this.#occursIn(parameter.name, type)) return { fits: false, known: false };
    this.#bind(parameter.name, type);
    return { fits: true, known: false };
  }

  #occursIn(name: string, type: CelType): boolean {
    if (type.kind !== 'parameter') return parametersOf(type).some(each => this.#occursIn(name, each));
    if (type.name === name) return true;
    const bound = this.#bound.get(type.name);
    return bound !== undefined && this.#occursIn(name, bound);
  }
}

/** The less specific of two types that fit. */
export function mostGeneral(one: CelType, other: CelType): CelType {
  return isLessSpecific(one, other) ? one : other;
}

function isLessSpecific(one: CelType, other: CelType): boolean {
  if (one.kind === 'dyn' || one.kind === 'parameter') return true;
  if (other.kind === 'dyn' || other.kind === 'parameter' || one.kind !== other.kind) return false;
  if (one.kind === 'type') return true;
  if (one.kind !== 'list' && one.kind !== 'map' && one.kind !== 'opaque') return sameType(one, other);
  const [ones, others] = [parametersOf(one), parametersOf(other)];
  const named = one.kind !== 'opaque' || (other.kind === 'opaque' && one.name === other.name);
  return (
    named && ones.length === others.length && ones.every((each, at) => isLessSpecific(each, others[at] as CelType))
  );
}

function parametersOf(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'opaque':
      return type.parameters;
    case 'type':
      return type.of === undefined ? [] : [type.of];
    default:
      return [];
  }
}

function isLoose(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

/** `null` may stand for an object, a timestamp, a duration or an opaque value, and for no number, text, list or map. */
function isNullable(type: CelType): boolean {
  return ['null', 'object', 'timestamp', 'duration', 'opaque'].includes(type.kind);
}

/** For messages about a call: `string.(int)`. */
export function formatCall(args: readonly CelType[], member: boolean): string {
  const texts = args.map(formatType);
  const target = member ? `${texts.shift()}.` : '';
  return `${target}(${texts.join(', ')})`;
}
