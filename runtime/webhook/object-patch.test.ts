import { describe, expect, it } from 'vitest';
import { objectPatch } from './object-patch.js';

const object = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: {
    name: 'a',
    namespace: 'default',
    uid: '1',
    resourceVersion: '7',
    creationTimestamp: null,
    labels: { a: 'b' },
    managedFields: [{ manager: 'kubectl' }],
  },
  spec: { known: 1, unknownToTheTypes: { kept: true } },
  status: { phase: 'Ready' },
};

describe('what a defaulting method answers', () => {
  it('is no patch when it is the object, or one that is equal', () => {
    expect(objectPatch(object, object)).toEqual([]);
    expect(objectPatch(object, structuredClone(object))).toEqual([]);
  });

  it('keeps what the types do not know, since it is spread like the rest', () => {
    const answer = { ...object, spec: { ...object.spec, known: 2 } };
    expect(objectPatch(object, answer)).toEqual([{ op: 'replace', path: '/spec/known', value: 2 }]);
  });

  it('does not ask for what the server fills in to go, nor for the status, by leaving it out', () => {
    const { labels } = object.metadata;
    expect(objectPatch(object, { metadata: { labels }, spec: object.spec })).toEqual([]);
    expect(objectPatch(object, { metadata: {}, spec: object.spec })).toEqual([
      { op: 'remove', path: '/metadata/labels' },
    ]);
    expect(objectPatch(object, { ...object, metadata: undefined })).toEqual([]);
  });

  it('does not ask for the name to go that the server is to generate', () => {
    const before = { ...object, metadata: { generateName: 'a-', namespace: 'default', labels: { a: 'b' } } };
    expect(objectPatch(before, { ...object, metadata: { labels: { a: 'b' } } })).toEqual([]);
  });

  it('removes other fields that it leaves out', () => {
    const { spec, ...rest } = object;
    expect(objectPatch(object, rest)).toEqual([{ op: 'remove', path: '/spec' }]);
    expect(spec).toBeDefined();
  });

  it.each<[unknown, string]>([
    [undefined, 'it answered nothing: it must return the object, changed or not'],
    [null, 'it answered null: it must return the object, changed or not'],
    [[], 'it answered a list: it must return the object, changed or not'],
    ['yes', 'it answered "yes": it must return the object, changed or not'],
    [{ ...object, kind: 'Other' }, 'it answered an object with kind "Other", not "Thing"'],
    [{ ...object, apiVersion: 'v2' }, 'it answered an object with apiVersion "v2", not "example.com/v1"'],
  ])('is refused when it is no object of the kind: %o', (answer, message) => {
    expect(() => objectPatch(object, answer)).toThrow(new TypeError(message));
  });
});
