import { expect, test } from 'vitest';
import { nodeProgram } from '../../test/node-program.js';

const IMPORTS = {
  'runtime/log/create-logger.ts': 'createLogger',
  'runtime/log/exit-on-uncaught.ts': 'exitOnUncaught',
  'runtime/log/stray-rejections.ts': 'guardStrayRejections, withStrayListener',
};
const LOG = 'const log = createLogger(); exitOnUncaught(log); exitOnUncaught(log);';

test.each([
  ['an exception', `setImmediate(() => { throw new Error('broken'); });`, 'an exception that nobody caught'],
  ['a rejection', `void Promise.reject(new Error('broken'));`, 'a rejection that nobody waited for'],
  [
    'a rejection beside controllers',
    `guardStrayRejections(); void Promise.reject(new Error('broken'));`,
    'an exception that nobody caught',
  ],
])('%s that nobody expects is one fatal line, and the end with status 1', async (_, code, message) => {
  const program = nodeProgram(IMPORTS, `${LOG} setInterval(() => {}, 60_000); log.info('before'); ${code}`);
  expect(JSON.parse(await program.line())).toMatchObject({ msg: 'before' });
  expect(JSON.parse(await program.line())).toMatchObject({
    level: 'fatal',
    msg: message,
    error: { message: 'broken', stack: expect.stringContaining('broken') },
  });
  await expect(program.line()).rejects.toThrow('no more lines');
  expect(await program.ended()).toEqual({ status: 1, signal: null, errors: '' });
});

test.each(['undefined', '"text"', '{ code: 7 }', 'Object.create(null)'])(
  'what was thrown may be no error: %s',
  async thrown => {
    const program = nodeProgram(IMPORTS, `${LOG} setImmediate(() => { throw ${thrown}; });`);
    expect(JSON.parse(await program.line())).toMatchObject({ level: 'fatal', msg: 'an exception that nobody caught' });
    expect(await program.ended()).toMatchObject({ status: 1, errors: '' });
  },
);

test('a rejection that begins in a reconcile is for its controller, and not the end', async () => {
  const program = nodeProgram(
    IMPORTS,
    `${LOG} guardStrayRejections();
    withStrayListener({ strayRejection: error => log.error('stray', { error }) }, () => {
      void Promise.reject(new Error('broken'));
    });
    setImmediate(() => log.info('still here'));`,
  );
  expect(JSON.parse(await program.line())).toMatchObject({ level: 'error', msg: 'stray' });
  expect(JSON.parse(await program.line())).toMatchObject({ msg: 'still here' });
  expect(await program.ended()).toMatchObject({ status: 0 });
});

test('without it the log says nothing of it', async () => {
  const program = nodeProgram(IMPORTS, `createLogger(); setImmediate(() => { throw new Error('broken'); });`);
  await expect(program.line()).rejects.toThrow('no more lines');
  expect(await program.ended()).toMatchObject({ status: 1, errors: expect.stringContaining('broken') });
});

test('a fatal line that cannot be written is the end all the same', async () => {
  const program = nodeProgram(
    IMPORTS,
    `const log = createLogger({ writer: { write: () => { throw new Error('no space'); } } });
    exitOnUncaught(log);
    setInterval(() => {}, 60_000);
    log.fatal('no way on');`,
  );
  expect(await program.ended()).toMatchObject({ status: 1 });
});
