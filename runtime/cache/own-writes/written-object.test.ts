import { expect, test } from 'vitest';
import { Thing, thing } from '../../../test/things.js';
import { WrittenObject } from './written-object.js';

const answer = thing('a', 12, { data: { x: '1' } });

const others = { ...answer, metadata: { ...answer.metadata, name: 'b' } };
const broken = () => {
  throw new Error('broken');
};

test.each([
  ['throws', broken],
  ['answers no object of Kubernetes', () => ({})],
  ['answers one without a uid', () => ({ ...answer, metadata: { name: 'a', namespace: 'default' } })],
  ['gives it another name', () => others],
])('is what came, where a transform %s', (_, transform) => {
  const written = new WrittenObject(Thing, answer, { transform: transform as never });
  expect(written.object).toEqual(answer);
  expect([written.key, written.uid, written.resourceVersion]).toEqual(['default/a', 'uid-a', '12']);
});

test('what a transform does to it is not done to the answer', () => {
  const transform = (object: Thing) => {
    object.data = {};
    return object;
  };
  expect(new WrittenObject(Thing, answer, { transform }).object.data).toEqual({});
  expect(answer.data).toEqual({ x: '1' });
});

test('keeps no more bytes than it has', () => {
  const owner = { apiVersion: 'v1', kind: 'Thing', name: 'b', uid: 'uid-b', controller: true };
  const owned = { ...answer, metadata: { ...answer.metadata, ownerReferences: [owner] } };
  const written = new WrittenObject(Thing, owned, {});
  expect(written.owners).toEqual([owner]);
  const { encoded } = written;
  expect(JSON.parse(Buffer.from(encoded).toString())).toEqual(owned);
  expect(encoded.buffer.byteLength).toBe(encoded.length);
});
