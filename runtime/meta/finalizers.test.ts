import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFinalizer, containsFinalizer, type Finalizable, removeFinalizer } from './finalizers.js';

const FINALIZER = 'myapp.tangx.in/a-0';

const part = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const finalizer = fc.tuple(part, part).map(([domain, name]) => `${domain}.example/${name}`);
const finalizers = fc.uniqueArray(finalizer, { maxLength: 5 });

function frozen(finalizers?: readonly string[]): Finalizable & { readonly spec: object } {
  const metadata = Object.freeze({ name: 'a', ...(finalizers && { finalizers: Object.freeze([...finalizers]) }) });
  return Object.freeze({ metadata, spec: Object.freeze({ port: 6379 }) });
}

describe('addFinalizer', () => {
  test('puts the finalizer last and leaves the given object as it is', () => {
    const object = frozen(['example.com/other']);
    expect(addFinalizer(object, FINALIZER)).toEqual(frozen(['example.com/other', FINALIZER]));
    expect(object.metadata.finalizers).toEqual(['example.com/other']);
  });

  test('answers the same object when the finalizer is there', () => {
    const object = frozen([FINALIZER]);
    expect(addFinalizer(object, FINALIZER)).toBe(object);
  });

  test.each([
    ['my finalizer', 'letters, digits'],
    ['', 'letters, digits'],
    ['Upper.example/a', 'must start with a DNS subdomain'],
    ['/a', 'must start with a DNS subdomain'],
    ['example.com/', 'letters, digits'],
    ['example.com/a/b', 'letters, digits'],
    ['example.com/-a', 'letters, digits'],
    [`example.com/${'a'.repeat(64)}`, 'at most 63 characters'],
  ])('refuses %j', (name, problem) => {
    expect(() => addFinalizer(frozen(), name)).toThrow(problem);
  });

  test.each(['foregroundDeletion', 'cleanup', 'finalizer.example.com'])('takes %s, as the API server does', name => {
    expect(addFinalizer(frozen(), name)).toEqual(frozen([name]));
  });
});

test('adding, then removing, gives the start', () => {
  fc.assert(
    fc.property(finalizers, finalizer, (present, added) => {
      fc.pre(!present.includes(added));
      const start = frozen(present.length === 0 ? undefined : present);
      const held = addFinalizer(start, added);
      expect(containsFinalizer(held, added)).toBe(true);
      expect(removeFinalizer(held, added)).toEqual(start);
    }),
  );
});

test('adding twice and removing twice are as once', () => {
  fc.assert(
    fc.property(finalizers, finalizer, (present, one) => {
      const held = addFinalizer(frozen(present), one);
      expect(addFinalizer(held, one)).toBe(held);
      const free = removeFinalizer(held, one);
      expect(removeFinalizer(free, one)).toBe(free);
      expect(containsFinalizer(free, one)).toBe(false);
      expect(free.metadata.finalizers ?? []).toEqual(present.filter(other => other !== one));
    }),
  );
});
