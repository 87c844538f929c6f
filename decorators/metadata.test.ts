import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import * as kubewright from '../runtime/index.js';
import { declare, declared, declareInOrder, refuseStandardDecorators } from './metadata.js';

describe('declared', () => {
  it('answers what was declared on that very class', () => {
    class Base {}
    declare(Base, 'kind', 'Redis');
    expect(declared(Base, 'kind')).toBe('Redis');
    expect(declared(Base, 'owns')).toBeUndefined();
  });

  it('does not ask the base class', () => {
    class Base {}
    class Derived extends Base {}
    declare(Base, 'kind', 'Redis');
    expect(declared(Derived, 'kind')).toBeUndefined();
  });
});

describe('declareInOrder', () => {
  it('lists in source order what decorators, which run bottom-up, declare', () => {
    const names = (name: string) => (target: object) => declareInOrder(target, 'names', name);
    @names('first')
    @names('second')
    @names('third')
    class Decorated {}
    expect(declared(Decorated, 'names')).toEqual(['first', 'second', 'third']);
  });

  it('does not add to the list of the base class', () => {
    class Base {}
    declareInOrder(Base, 'owns', 'Pod');
    class Derived extends Base {}
    declareInOrder(Derived, 'owns', 'Service');
    expect(declared(Base, 'owns')).toEqual(['Pod']);
    expect(declared(Derived, 'owns')).toEqual(['Service']);
  });
});

describe('refuseStandardDecorators', () => {
  const missing =
    'kubewright decorators need "experimentalDecorators": true in a tsconfig.json that includes this file';

  it.each([
    'class A { @Minimum(0) n }',
    'class A { @Maximum(9) n }',
    'class A { @MinLength(1) s }',
    'class A { @Default(1) n }',
    "class A { @ListMap('type') l }",
    'class A { @ListSet l }',
    'class A { @Immutable s }',
    'class A { @Items(MinLength(1)) l }',
    "class A { @Validation('self > 0', 'must be positive') n }",
    "@AtMostOneOf('a', 'b') class A {}",
    "@SelectableField('.spec.a') class A {}",
    '@Defaults(Object) class A {}',
    "@Resource({ group: 'example.org', version: 'v1', kind: 'A' }) class A {}",
    "@Subresource('scale') class A {}",
    "@PrintColumn('A', '.spec.a') class A {}",
  ])('names the missing option where the compiler emitted standard decorators: %s', source => {
    expect(() => run(source, { experimentalDecorators: false })).toThrow(new TypeError(missing));
    expect(() => run(source, { experimentalDecorators: true })).not.toThrow();
  });

  it.each([undefined, 'name', Symbol('name')])('takes what legacy decorators pass: %s', second => {
    expect(() => refuseStandardDecorators(second)).not.toThrow();
  });
});

/** Compiles and runs a script that sees the decorators as globals. */
function run(source: string, options: ts.CompilerOptions): void {
  const target = ts.ScriptTarget.ES2022;
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target, ...options } });
  const scope: Record<string, unknown> = { ...kubewright };
  new Function(...Object.keys(scope), outputText)(...Object.values(scope));
}
