import { expect, test } from 'vitest';
import { errorFields } from './error-fields.js';

test('keeps name, message and stack', () => {
  const error = new TypeError('no such thing');
  expect(errorFields(error)).toEqual({ name: 'TypeError', message: 'no such thing', stack: error.stack });
});

test('keeps the chain of causes, down to one that is no error', () => {
  const error = new Error('outer', { cause: new Error('middle', { cause: 'a text' }) });
  expect(errorFields(error)).toMatchObject({
    message: 'outer',
    cause: { message: 'middle', stack: expect.any(String), cause: 'a text' },
  });
});

test('keeps what an ApiError and a system error say beside their message', () => {
  const refusal = Object.assign(new Error('refused'), {
    status: 422,
    reason: 'Invalid',
    causes: [{ field: 'spec.port', message: 'too small' }],
  });
  expect(errorFields(refusal)).toMatchObject({
    status: 422,
    reason: 'Invalid',
    causes: [{ field: 'spec.port', message: 'too small' }],
  });
  expect(errorFields(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toMatchObject({ code: 'ECONNREFUSED' });
});

test('leaves out other properties, which may be credentials or sockets', () => {
  const error = Object.assign(new Error('no'), { headers: { authorization: 'Bearer secret' } });
  expect(Object.keys(errorFields(error))).toEqual(['name', 'message', 'stack']);
});

test('keeps the errors of an AggregateError', () => {
  const error = new AggregateError([new Error('one'), 'two'], 'both failed');
  expect(errorFields(error)).toMatchObject({ message: 'both failed', errors: [{ message: 'one' }, 'two'] });
});

test('ends for an error that is its own cause', () => {
  const error = new Error('round and round');
  error.cause = error;
  expect(JSON.stringify(errorFields(error))).toContain('deeper causes are left out');
});

test('says which property cannot be read, and keeps the others', () => {
  const error = new Error('there');
  Object.defineProperty(error, 'stack', {
    get() {
      throw new Error('not today');
    },
  });
  Object.defineProperty(error, 'status', {
    get() {
      throw Object.create(null);
    },
  });
  expect(errorFields(error)).toEqual({
    name: 'Error',
    message: 'there',
    status: '[unreadable]',
    stack: '[unreadable: Error: not today]',
  });
});
