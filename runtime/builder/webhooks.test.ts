import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { Thing } from '../../test/things.js';
import { allow, deny } from '../webhook/verdict.js';
import { Defaults, Validates, webhookDeclaration } from './webhooks.js';

describe('what a class with webhooks declares', () => {
  it('is kept for each decorator, with its options', () => {
    @Defaults(Thing, { reinvocationPolicy: 'IfNeeded' })
    @Validates(Thing)
    class Both {
      default = (thing: Snapshot<Thing>) => thing;
      validateDelete = () => allow();
    }
    expect(webhookDeclaration(Both)).toEqual({
      defaults: { kind: Thing, options: { reinvocationPolicy: 'IfNeeded' } },
      validates: { kind: Thing, options: {} },
    });
  });

  it('leaves out what is not there', () => {
    @Validates(Thing, { timeoutSeconds: 3 })
    class One {
      validateCreate = () => deny('no');
    }
    expect(webhookDeclaration(One)).toEqual({ validates: { kind: Thing, options: { timeoutSeconds: 3 } } });
  });

  it('is its own, not that of a class that it extends', () => {
    @Validates(Thing)
    class Base {
      validateCreate = () => allow();
    }
    class Undeclared extends Base {}
    expect(() => webhookDeclaration(Undeclared)).toThrow(
      new TypeError('Undeclared has no @Defaults(Kind) and no @Validates(Kind)'),
    );
  });
});

describe('the decorators refuse', () => {
  it('a second one of their own on a class', () => {
    expect(() => {
      @Validates(Thing)
      @Validates(Thing)
      class Twice {
        validateCreate = () => allow();
      }
      return Twice;
    }).toThrow(new TypeError('Twice has @Validates twice; write a class for each'));
  });

  it.each<[string, (target: any, context: any) => unknown]>([
    ['Defaults', Defaults<any>(Thing)],
    ['Validates', Validates<any>(Thing)],
  ])('@%s to be compiled as a standard decorator, and name the option', (_, decorator) => {
    class Judge {}
    expect(() => decorator(Judge, { kind: 'class', name: 'Judge' })).toThrow('"experimentalDecorators": true');
  });
});

it('a verdict holds its warnings', () => {
  expect(allow()).toEqual({ allowed: true, warnings: [] });
  expect(allow('slow', 'dear')).toEqual({ allowed: true, warnings: ['slow', 'dear'] });
  expect(deny('too small', 'and old')).toEqual({ allowed: false, message: 'too small', warnings: ['and old'] });
});
