// What of the lines is left out, and what is taken out of them.
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { createLogger, type LoggerOptions, type RootLogger } from './create-logger.js';
import type { LogLevel } from './logger.js';

/** A logger, and the lines that it has written. */
function logging(options: LoggerOptions = {}): { log: RootLogger; texts: string[]; lines: () => object[] } {
  const texts: string[] = [];
  const log = createLogger({ clock: new FakeClock(), writer: { write: line => texts.push(line) }, ...options });
  return { log, texts, lines: () => texts.map(text => JSON.parse(text) as object) };
}

describe('the level of a module', () => {
  const written = (options: LoggerOptions, modules: readonly (string | undefined)[]): unknown[] => {
    const { log, lines } = logging(options);
    for (const module of modules) (module === undefined ? log : log.with({ module })).debug('m');
    return lines().map(line => (line as { module?: string }).module);
  };
  const ALL = [undefined, 'cache', 'controller', 'controller/redis', 'controller/redis/deep', 'controllers'];

  test.each<[string, LoggerOptions, unknown[]]>([
    ['is that of all where it has none', { level: 'debug' }, ALL],
    ['counts for it alone', { modules: { cache: 'debug' } }, ['cache']],
    [
      'counts for what is below it',
      { modules: { controller: 'debug' } },
      ['controller', 'controller/redis', 'controller/redis/deep'],
    ],
    [
      'gives way to one further below',
      { modules: { controller: 'debug', 'controller/redis': 'info' } },
      ['controller'],
    ],
    [
      'may be quieter than all',
      { level: 'debug', modules: { controller: 'error' } },
      [undefined, 'cache', 'controllers'],
    ],
  ])('%s', (_, options, expected) => {
    expect(written(options, ALL)).toEqual(expected);
  });

  test('can be changed while running, for loggers that were made before', () => {
    const { log, lines } = logging();
    const cache = log.with({ module: 'cache' }).with({ kind: 'Pod' });
    cache.debug('one');
    log.modules = { cache: 'debug' };
    cache.debug('two');
    expect(log.modules).toEqual({ cache: 'debug' });
    log.modules = {};
    cache.debug('three');
    expect(lines()).toMatchObject([{ msg: 'two', module: 'cache', kind: 'Pod' }]);
  });

  test('refuses what is no level, and stays as it was', () => {
    const { log } = logging({ modules: { cache: 'warn' } });
    expect(() => {
      log.modules = { cache: 'loud' as LogLevel };
    }).toThrow('no log level "loud"');
    expect(log.modules).toEqual({ cache: 'warn' });
    expect(() => createLogger({ modules: { 'a b': 'debug' } })).toThrow('no module "a b"');
  });
});

describe('secrets', () => {
  test('are not written, be they fields, deep in objects, in errors, or in the message', () => {
    const { log, texts } = logging();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { user: 'aHVudGVyMg==' } };
    log.with({ token: 'hunter2' }).info('asked with Bearer hunter2hunter2hunter2', {
      password: 'hunter2',
      secret,
      error: new Error('no answer from https://admin:hunter2@example.com/'),
    });
    expect(texts.join('')).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(JSON.parse(texts[0] as string)).toMatchObject({
      token: '[hidden]',
      password: '[hidden]',
      secret: { kind: 'Secret', metadata: { name: 'a' }, data: { user: '[hidden]' } },
      error: { message: 'no answer from https://admin:[hidden]@example.com/' },
      msg: 'asked with Bearer [hidden]',
    });
  });

  test('are not written as text either', () => {
    const { log, texts } = logging({ format: 'text' });
    log.info('m', { password: 'hunter2' });
    expect(texts).toEqual(['2026-01-01T00:00:00.000Z INFO  m password=[hidden]\n']);
  });
});

describe('the same message', () => {
  test('is written 100 times a second and once in 100 beyond, and what is missing is told', async () => {
    const clock = new FakeClock();
    const { log, lines } = logging({ clock });
    for (let i = 1; i <= 350; i += 1) log.with({ i }).error('reconcile failed');
    expect(lines()).toHaveLength(102);
    expect(lines().slice(99)).toMatchObject([{ i: 100 }, { i: 200, leftOut: 99 }, { i: 300, leftOut: 99 }]);
    log.error('another');
    log.warn('reconcile failed');
    expect(lines().slice(102)).toMatchObject([{ msg: 'another' }, { level: 'warn' }]);
    await clock.advance(1000);
    log.error('reconcile failed');
    log.error('reconcile failed');
    expect(lines().at(-2)).toMatchObject({ msg: 'reconcile failed', leftOut: 50 });
    expect(lines().at(-1)).not.toHaveProperty('leftOut');
  });

  test('is written as often as it comes at level debug, where it is fatal, and without a limit', () => {
    const count = (options: LoggerOptions, level: 'error' | 'fatal' = 'error'): number => {
      const { log, lines } = logging({ exit: () => undefined as never, ...options });
      for (let i = 0; i < 150; i += 1) log[level]('m');
      return lines().length;
    };
    expect(count({})).toBe(100);
    expect(count({ level: 'debug' })).toBe(150);
    expect(count({ limit: false })).toBe(150);
    expect(count({}, 'fatal')).toBe(150);
    expect(count({ limit: { first: 10, thereafter: Number.POSITIVE_INFINITY } })).toBe(10);
    expect(() => logging({ limit: { first: 0 } })).toThrow("the limit's first must be 1 or more, got 0");
  });

  test('is counted for a thousand messages at most', () => {
    const { log, lines } = logging({ limit: { first: 1 } });
    for (let i = 0; i < 1001; i += 1) log.info(`message ${i}`);
    log.info('message 0');
    log.info('message 1000');
    expect(lines()).toHaveLength(1002);
  });
});
