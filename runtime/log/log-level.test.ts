import { expect, test } from 'vitest';
import { isLogged, LOG_LEVELS, parseLogLevel } from './log-level.js';

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
