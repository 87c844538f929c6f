import { describe, expect, test } from 'vitest';
import { isLogged, LOG_LEVELS, type LogLevels, logLevelsText, parseLogLevel, parseLogLevels } from './log-level.js';

test.each(LOG_LEVELS)('reads %s', level => {
  expect(parseLogLevel(level)).toBe(level);
  expect(parseLogLevel(` ${level.toUpperCase()}\n`)).toBe(level);
});

test.each(['', 'warning', 'verbose', '3', 'toString'])('refuses "%s" and lists the levels', text => {
  expect(() => parseLogLevel(text)).toThrow(
    new RangeError(`no log level "${text}"; use one of debug, info, warn, error, fatal`),
  );
});

test('logs a level when it is the least or above', () => {
  expect(LOG_LEVELS.filter(level => isLogged(level, 'warn'))).toEqual(['warn', 'error', 'fatal']);
  expect(LOG_LEVELS.filter(level => isLogged(level, 'debug'))).toEqual(LOG_LEVELS);
});

describe('parseLogLevels', () => {
  test.each<[string, LogLevels]>([
    ['debug', { level: 'debug', modules: {} }],
    [' WARN ', { level: 'warn', modules: {} }],
    ['cache=debug', { level: 'info', modules: { cache: 'debug' } }],
    [
      'warn,cache=debug, controller/redis = Error',
      { level: 'warn', modules: { cache: 'debug', 'controller/redis': 'error' } },
    ],
    ['cache=debug,cache=warn,error', { level: 'error', modules: { cache: 'warn' } }],
  ])('reads %j', (text, levels) => {
    expect(parseLogLevels(text)).toEqual(levels);
    expect(parseLogLevels(logLevelsText(levels))).toEqual(levels);
  });

  test.each([
    ['', 'no log level ""; use one of debug, info, warn, error, fatal'],
    ['loud', 'no log level "loud"'],
    ['info,', 'no log level ""'],
    ['cache=', 'no log level ""'],
    ['=debug', 'no module ""; write levels as "info,cache=debug,controller/redis=debug"'],
    ['a b=debug', 'no module "a b"'],
    ['cache/=debug', 'no module "cache/"'],
  ])('refuses %j', (text, message) => {
    expect(() => parseLogLevels(text)).toThrow(message);
  });
});
