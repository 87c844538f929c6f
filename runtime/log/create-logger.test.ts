import { describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { createLogger, type LoggerOptions, type RootLogger } from './create-logger.js';
import { ExplainedError } from './explained-error.js';
import type { LogLevel } from './logger.js';

/** A logger, and the lines that it has written. */
function logging(options: LoggerOptions = {}): { log: RootLogger; texts: string[]; lines: () => object[] } {
  const texts: string[] = [];
  const log = createLogger({ clock: new FakeClock(), writer: { write: line => texts.push(line) }, ...options });
  return { log, texts, lines: () => texts.map(text => JSON.parse(text) as object) };
}

describe('lines', () => {
  test('are JSON objects with level, time, fields and msg, in this order', () => {
    const { log, texts } = logging();
    log.info('started', { controller: 'redis', workers: 4 });
    expect(texts).toEqual([
      '{"level":"info","time":"2026-01-01T00:00:00.000Z","controller":"redis","workers":4,"msg":"started"}\n',
    ]);
  });

  test('carry the time of the clock', async () => {
    const clock = new FakeClock();
    const { log, lines } = logging({ clock });
    await clock.advance(1500);
    log.info('late');
    expect(lines()).toMatchObject([{ time: '2026-01-01T00:00:01.500Z' }]);
  });

  test('keep a message as it is, with percent signs', () => {
    const { log, lines } = logging();
    log.info('100%s done %d', { a: 1 });
    expect(lines()).toMatchObject([{ msg: '100%s done %d' }]);
  });

  test('are text for people when the format says so', () => {
    const { log, texts } = logging({ format: 'text' });
    log.warn('late', { by: 'two days' });
    expect(texts).toEqual(['2026-01-01T00:00:00.000Z WARN  late by="two days"\n']);
  });
});

describe('with', () => {
  test('adds its fields to every line, those of the parent first', () => {
    const { log, texts } = logging();
    const child = log.with({ controller: 'redis' }).with({ name: 'a' });
    child.info('one', { b: 2 });
    child.info('two');
    log.info('three');
    expect(texts.map(text => text.replace(/.*?Z",/, ''))).toEqual([
      '"controller":"redis","name":"a","b":2,"msg":"one"}\n',
      '"controller":"redis","name":"a","msg":"two"}\n',
      '"msg":"three"}\n',
    ]);
  });

  test('gives way to the fields of the line, each name once', () => {
    const { log, texts } = logging();
    log.with({ name: 'a', kind: 'Redis' }).with({ kind: 'Pod' }).info('m', { name: 'b' });
    expect(texts[0]).toContain('"name":"b","kind":"Pod","msg":"m"}');
  });

  test('keeps the values of the moment', () => {
    const { log, lines } = logging();
    const fields = { name: 'a' };
    const child = log.with(fields);
    fields.name = 'b';
    child.info('m');
    expect(lines()).toMatchObject([{ name: 'a' }]);
  });
});

describe('the level', () => {
  const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
  const logged = (level: LogLevel): unknown[] => {
    const { log, lines } = logging({ level });
    for (const name of LEVELS) log[name]('m');
    return lines().map(line => (line as { level: string }).level);
  };

  test.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['fatal', []],
  ] as const)('%s lets through %j', (level, expected) => {
    expect(logged(level)).toEqual(expected);
  });

  test('is info unless said otherwise', () => {
    expect(logging().log.level).toBe('info');
  });

  test('can be changed while running, for loggers that were made before and after', () => {
    const { log, lines } = logging();
    const before = log.with({ made: 'before' });
    log.level = 'debug';
    before.debug('m');
    log.with({ made: 'after' }).debug('m');
    log.level = 'error';
    before.warn('m');
    log.warn('m');
    expect(log.level).toBe('error');
    expect(lines()).toMatchObject([{ made: 'before' }, { made: 'after' }]);
  });

  test('refuses what is no level, and stays as it was', () => {
    const { log } = logging();
    expect(() => {
      log.level = 'verbose' as LogLevel;
    }).toThrow('no log level "verbose"; use one of debug, info, warn, error, fatal');
    expect(log.level).toBe('info');
    expect(() => createLogger({ level: 'loud' as LogLevel })).toThrow('no log level "loud"');
  });

  test('keeps fields unread below it', () => {
    const { log } = logging();
    const read = vi.fn();
    log.debug('m', {
      get costly() {
        return read();
      },
    });
    expect(read).not.toHaveBeenCalled();
  });
});

describe('fields', () => {
  test('hold errors with message, stack and cause under any name', () => {
    const { log, lines } = logging();
    log.error('failed', { error: new Error('outer', { cause: new Error('inner') }), other: new TypeError('t') });
    expect(lines()).toMatchObject([
      {
        error: { name: 'Error', message: 'outer', stack: expect.any(String), cause: { message: 'inner' } },
        other: { name: 'TypeError', message: 't' },
        msg: 'failed',
      },
    ]);
  });

  test('hold errors under the name err as under others, of which pino would make something else', () => {
    const { log, lines } = logging();
    log.error('failed', { err: new TypeError('t') });
    expect(lines()).toEqual([
      expect.objectContaining({ err: { name: 'TypeError', message: 't', stack: expect.any(String) } }),
    ]);
  });

  test('hold errors that explain themselves without stack, unless the level is debug', () => {
    const { log, lines, texts } = logging();
    const error = new ExplainedError('no answer', { cause: new Error('refused') });
    log.error('failed', { error });
    expect(texts[0]).not.toContain('stack');
    expect(lines()).toMatchObject([{ error: { message: 'no answer', cause: { message: 'refused' } } }]);
    log.level = 'debug';
    log.error('failed', { error });
    expect(lines()[1]).toMatchObject({ error: { stack: expect.any(String), cause: { stack: expect.any(String) } } });
  });

  test.each<[string, () => unknown]>([
    [
      'circular',
      () => {
        const ring: { self?: unknown } = {};
        ring.self = ring;
        return ring;
      },
    ],
    ['a bigint', () => ({ big: 10n })],
    [
      'throwing in toJSON',
      () => ({
        toJSON() {
          throw new Error('not today');
        },
      }),
    ],
    [
      'throwing in a nested getter',
      () => ({
        get nested() {
          throw new Error('not today');
        },
      }),
    ],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('s')],
    ['not a number', () => Number.NaN],
    ['a text with half a character', () => '\ud83d'],
  ])('do not lose the line when one is %s', (_, make) => {
    const { log, lines } = logging();
    log.with({ bound: make() }).info('m', { field: make(), good: 1 });
    expect(lines()).toMatchObject([{ good: 1, msg: 'm' }]);
  });

  test('do not lose the line when reading one throws', () => {
    const { log, lines } = logging();
    const fields = {
      get bad(): never {
        throw new Error('not today');
      },
      good: 1,
    };
    log.info('m', fields);
    log.with(fields).info('n');
    const kept = { bad: '[unreadable: Error: not today]', good: 1 };
    expect(lines()).toMatchObject([
      { ...kept, msg: 'm' },
      { ...kept, msg: 'n' },
    ]);
  });

  test('do not lose the line when they cannot be listed', () => {
    const { log, lines } = logging();
    const fields = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('not today');
        },
      },
    );
    log.info('m', fields);
    expect(lines()).toMatchObject([{ fields: '[unreadable: Error: not today]', msg: 'm' }]);
  });

  test('cannot take the place of a part of the line', () => {
    const { log, texts } = logging();
    log.with({ level: 'x' }).info('m', { time: 'y', msg: 'z' });
    expect(texts[0]).toBe(
      '{"level":"info","time":"2026-01-01T00:00:00.000Z","fields.level":"x","fields.time":"y","fields.msg":"z","msg":"m"}\n',
    );
  });
});

describe('fatal', () => {
  test('writes the line, then ends the process with status 1, at any level', () => {
    const happened: unknown[] = [];
    const log = createLogger({
      level: 'fatal',
      writer: { write: line => happened.push((JSON.parse(line) as { level: string }).level) },
      exit: status => {
        happened.push(status);
        throw new Error('ended');
      },
    });
    expect(() => log.with({ a: 1 }).fatal('no way on')).toThrow('ended');
    expect(happened).toEqual(['fatal', 1]);
  });
});
