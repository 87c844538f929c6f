// The part of JavaScript's library that API classes and kubewright's decorators are typed with, declared anew: reading it
// takes a millisecond, TypeScript's own takes hundreds.
//
// It may lack things, but must not be laxer than the real one: whatever it accepts, the real one accepts. So no `any`
// stands where the real one has a type, and every class has a member that nothing else has. What it lacks shows as an
// error, and errors make the reader ask the full program.

export const VIRTUAL_LIB_FILE = '/kubewright-virtual-lib.d.ts';

export const VIRTUAL_LIB_TEXT = `
interface Object { hasOwnProperty(key: PropertyKey): boolean; toString(): string; valueOf(): Object }
interface ObjectConstructor {
  new (value?: unknown): Object;
  readonly prototype: Object;
  freeze<T>(value: T): Readonly<T>;
  keys(value: {}): string[];
}
declare var Object: ObjectConstructor;
interface Function { readonly name: string; readonly length: number; toString(): string; readonly prototype: unknown }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface ImportAttributes { [key: string]: string }
interface IArguments { readonly length: number; readonly callee: Function; [index: number]: unknown }
interface Boolean { valueOf(): boolean }
interface Number { toFixed(digits?: number): string; toString(radix?: number): string; valueOf(): number }
interface String {
  readonly length: number;
  readonly [index: number]: string;
  startsWith(text: string): boolean;
  endsWith(text: string): boolean;
  toLowerCase(): string;
  toUpperCase(): string;
  trim(): string;
  toString(): string;
  valueOf(): string;
}
interface Symbol { readonly description: string | undefined; valueOf(): symbol }
interface BigInt { toString(radix?: number): string; valueOf(): bigint }
interface RegExp { test(text: string): boolean; readonly source: string; readonly flags: string; lastIndex: number }
interface Error { name: string; message: string; stack?: string }
interface ErrorConstructor { new (message?: string): Error; readonly prototype: Error }
declare var Error: ErrorConstructor;
interface TypeErrorConstructor extends ErrorConstructor {}
declare var TypeError: TypeErrorConstructor;

interface ReadonlyArray<T> {
  readonly length: number;
  readonly [index: number]: T;
  includes(item: T, from?: number): boolean;
  indexOf(item: T, from?: number): number;
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
  map<U>(map: (value: T, index: number, array: readonly T[]) => U): U[];
  some(holds: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  every(holds: (value: T, index: number, array: readonly T[]) => unknown): boolean;
}
interface Array<T> {
  length: number;
  [index: number]: T;
  includes(item: T, from?: number): boolean;
  indexOf(item: T, from?: number): number;
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
  map<U>(map: (value: T, index: number, array: T[]) => U): U[];
  some(holds: (value: T, index: number, array: T[]) => unknown): boolean;
  every(holds: (value: T, index: number, array: T[]) => unknown): boolean;
  push(...items: T[]): number;
  pop(): T | undefined;
}
interface ConcatArray<T> { readonly length: number; readonly [index: number]: T; join(separator?: string): string; slice(start?: number, end?: number): T[] }
interface TemplateStringsArray extends ReadonlyArray<string> { readonly raw: readonly string[] }

interface Date { getTime(): number; toISOString(): string; setTime(time: number): number }
interface Map<K, V> { get(key: K): V | undefined; has(key: K): boolean; set(key: K, value: V): this; delete(key: K): boolean; readonly size: number }
interface ReadonlyMap<K, V> { get(key: K): V | undefined; has(key: K): boolean; readonly size: number }
interface Set<T> { add(value: T): this; has(value: T): boolean; delete(value: T): boolean; readonly size: number }
interface ReadonlySet<T> { has(value: T): boolean; readonly size: number }
interface PromiseLike<T> { then<R = T, F = never>(done?: ((value: T) => R | PromiseLike<R>) | null, failed?: ((reason: unknown) => F | PromiseLike<F>) | null): PromiseLike<R | F> }
interface Promise<T> { then<R = T, F = never>(done?: ((value: T) => R | PromiseLike<R>) | null, failed?: ((reason: unknown) => F | PromiseLike<F>) | null): Promise<R | F>; finally(done?: (() => void) | null): Promise<T> }

interface ClassDecoratorContext { readonly kind: 'class' }
interface TypedPropertyDescriptor<T> { enumerable?: boolean; configurable?: boolean; writable?: boolean; value?: T; get?: () => T; set?: (value: T) => void }
declare type PropertyKey = string | number | symbol;

type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (...args: infer P) => any ? P : never;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(done: infer F, ...args: infer _): any } ? F extends (value: infer V, ...args: infer _) => any ? Awaited<V> : never : T;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
type NoInfer<T> = intrinsic;
interface ThisType<T> {}
`;
