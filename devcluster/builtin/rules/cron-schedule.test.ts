import { describe, expect, test } from 'vitest';
import { isTimeZone, scheduleProblem } from './cron-schedule.js';

describe('a schedule', () => {
  test.each([
    '* * * * *',
    '*/5 * * * *',
    '1-5/2 * * * *',
    '1/2 * * * *',
    ', * * * *',
    '1, * * * *',
    '? ? ? ? ?',
    '*-5 * * * *',
    '0 0 30 2 *',
    '0 0 * JAN MON',
    '0 0 * jan-mar mon-fri',
    '* * * * SUN-SAT',
    '+1 * * * *',
    '*/99 * * * *',
    ' *\t* * * * ',
    '@hourly',
    '@every 5m',
    '@every -5m',
    'TZ=UTC * * * * *',
    'CRON_TZ=Europe/Berlin 0 0 * * *',
    'TZ=UTC @hourly',
  ])('may be %j', schedule => {
    expect(scheduleProblem(schedule)).toBeUndefined();
  });

  // What a real API server says of each.
  test.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* 24 * * *', 'end of range (24) above maximum (23): 24'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * 32 * *', 'end of range (32) above maximum (31): 32'],
    ['* * * 13 *', 'end of range (13) above maximum (12): 13'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['* * * * 0-7', 'end of range (7) above maximum (6): 0-7'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1--2 * * * *', 'too many hyphens: 1--2'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['*/ * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['* * * * MONDAY', 'failed to parse int from MONDAY: strconv.Atoi: parsing "MONDAY": invalid syntax'],
    [
      '99999999999999999999 * * * *',
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    ['@Hourly', 'unrecognized descriptor: @Hourly'],
    ['@every', 'unrecognized descriptor: @every'],
    ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
    ['TZ=Bogus/Zone 0 0 * * *', 'provided bad location Bogus/Zone: unknown time zone Bogus/Zone'],
    ['TZ=UTC', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
  ])('%j: %s', (schedule, problem) => {
    expect(scheduleProblem(schedule)).toBe(problem);
  });
});

test.each([
  ['UTC', true],
  ['Europe/Berlin', true],
  ['Etc/GMT+5', true],
  ['US/Pacific', true],
  ['America/Port-au-Prince', true],
  ['europe/berlin', false],
  ['Europe/berlin', false],
  ['Bogus', false],
  ['+01:00', false],
  [' UTC', false],
  ['../etc', false],
])('whether there is a time zone %j: %s', (name, there) => {
  expect(isTimeZone(name)).toBe(there);
});
