import { describe, expect, it } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import { Thing } from '../../test/things.js';
import { done, type Result } from '../controller/result.js';
import { Rbac } from './rbac.js';
import { Owns, Reconciles, reconcilerDeclaration, TriggeredBy, Watches } from './reconciles.js';

const Part = kind('Part');
const Tool = kind('Tool');
const Plan = kind('Plan');

describe('what a class declares', () => {
  it('is kept in the order of the source', () => {
    const first = () => [];
    const second = () => [];

    @Reconciles(Thing, { name: 'mine', maxConcurrentReconciles: 4 })
    @Owns(Part)
    @Watches(Plan, first)
    @Rbac(Part, ['create'])
    @Owns(Tool)
    @Watches(Part, second)
    class Maker {
      reconcile = async (): Promise<Result> => done;
    }

    expect(reconcilerDeclaration(Maker)).toEqual({
      kind: Thing,
      options: { name: 'mine', maxConcurrentReconciles: 4 },
      owns: [{ kind: Part }, { kind: Tool }],
      watches: [
        { kind: Plan, map: first },
        { kind: Part, map: second },
      ],
      sources: [],
    });
  });

  it('is empty where nothing is said', () => {
    @Reconciles(Thing)
    class Maker {
      reconcile = async (): Promise<Result> => done;
    }
    expect(reconcilerDeclaration(Maker)).toEqual({ kind: Thing, options: {}, owns: [], watches: [], sources: [] });
  });

  it('may stand below @Reconciles or above it', () => {
    @Owns(Part)
    @Reconciles(Thing)
    class Maker {
      reconcile = async (): Promise<Result> => done;
    }
    expect(reconcilerDeclaration(Maker).owns).toEqual([{ kind: Part }]);
  });

  it('is its own, not that of a class that it extends', () => {
    @Reconciles(Thing)
    @Owns(Part)
    class Maker {
      reconcile = async (): Promise<Result> => done;
    }
    @Reconciles(Thing, { name: 'other' })
    class OtherMaker extends Maker {}
    class Undeclared extends Maker {}

    expect(reconcilerDeclaration(OtherMaker)).toMatchObject({ options: { name: 'other' }, owns: [] });
    expect(() => reconcilerDeclaration(Undeclared)).toThrow(new TypeError('Undeclared has no @Reconciles(Kind)'));
  });
});

describe('the decorators refuse', () => {
  it('a second @Reconciles', () => {
    expect(() => {
      @Reconciles(Thing)
      @Reconciles(Thing)
      class Twice {
        reconcile = async (): Promise<Result> => done;
      }
      return Twice;
    }).toThrow(new TypeError('Twice has @Reconciles twice; a class reconciles one kind'));
  });

  it('a class without @Reconciles, by its name', () => {
    @Owns(Part)
    class Forgotten {}
    expect(() => reconcilerDeclaration(Forgotten)).toThrow(new TypeError('Forgotten has no @Reconciles(Kind)'));
  });

  it.each<[string, (target: any, context: any) => unknown]>([
    ['Reconciles', Reconciles(Thing)],
    ['Owns', Owns(Part)],
    ['Watches', Watches(Part, () => [])],
    ['TriggeredBy', TriggeredBy({ name: 'calls', open: async function* () {} })],
    ['Rbac', Rbac(Part, ['get'])],
  ])('@%s to be compiled as a standard decorator, and name the option', (_, decorator) => {
    class Maker {}
    expect(() => decorator(Maker, { kind: 'class', name: 'Maker' })).toThrow('"experimentalDecorators": true');
  });
});

function kind(name: string) {
  const declaration = { group: '', version: 'v1', kind: name, plural: `${name.toLowerCase()}s` };
  return kindOf<KubernetesObject & { metadata: ObjectMeta }>()({ ...declaration, scope: 'Namespaced' });
}
