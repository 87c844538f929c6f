import { describe, expect, test } from 'vitest';
import { ERROR_FIELDS, errorFields } from './error-fields.js';
import { ExplainedError } from './explained-error.js';

test('keeps name, message and stack', () => {
  const error = new TypeError('no such thing');
  expect(errorFields(error)).toEqual({ name: 'TypeError', message: 'no such thing', stack: error.stack });
});

describe('the stack', () => {
  class NamedError extends ExplainedError {
    override readonly name = 'NamedError';
  }

  test('of an error that explains itself is left out, as those of its causes', () => {
    const error = new NamedError('outer', { cause: new Error('middle', { cause: new TypeError('inner') }) });
    expect(errorFields(error)).toEqual({
      name: 'NamedError',
      message: 'outer',
      cause: { name: 'Error', message: 'middle', cause: { name: 'TypeError', message: 'inner' } },
    });
  });

  test('of an error that has an explained cause is kept', () => {
    expect(errorFields(new RangeError('outer', { cause: new NamedError('inner') }))).toEqual({
      name: 'RangeError',
      message: 'outer',
      stack: expect.any(String),
      cause: { name: 'NamedError', message: 'inner' },
    });
  });

  test('of every error is kept when asked for', () => {
    expect(errorFields(new NamedError('outer', { cause: new Error('inner') }), true)).toMatchObject({
      stack: expect.stringContaining('outer'),
      cause: { stack: expect.stringContaining('inner') },
    });
  });

  test('of the errors inside an AggregateError is left out for each that explains itself', () => {
    const fields = errorFields(new AggregateError([new NamedError('one'), new Error('two')], 'both failed'));
    expect(fields).toMatchObject({ stack: expect.any(String), errors: [{}, { stack: expect.any(String) }] });
    expect((fields.errors as object[])[0]).toEqual({ name: 'NamedError', message: 'one' });
  });
});

test('has only the names that readers know', () => {
  const error = Object.assign(new AggregateError([new Error('one')], 'all', { cause: 'x' }), {
    status: 1,
    reason: 'r',
    code: 'c',
    causes: [],
  });
  expect(Object.keys(errorFields(error)).sort()).toEqual([...ERROR_FIELDS].sort());
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
