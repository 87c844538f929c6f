import { describe, expect, expectTypeOf, it } from 'vitest';
import type { FlagSpecs } from './flag-spec.js';
import { readFlags } from './read-flags.js';

const flags = {
  defaultImage: { type: 'string', default: 'redis:8', placeholder: 'IMAGE', description: 'image of the servers' },
  token: { type: 'string', env: 'REDIS_TOKEN', description: 'what the backup server wants' },
  mode: { type: 'string', choices: ['fast', 'safe'], default: 'safe', description: 'how' },
  tier: { type: 'string', choices: ['gold', 'tin'], description: 'which' },
  endpoint: { type: 'string', parse: (text: string) => new URL(text), description: 'of the backup server' },
  zone: { type: 'string', multiple: true, description: 'where' },
  dryRun: { type: 'boolean', description: 'change nothing' },
  workers: { type: 'integer', default: 4, minimum: 1, description: 'reconciles at once' },
  ratio: { type: 'number', required: true, maximum: 1, description: 'how much' },
  every: { type: 'duration', default: '10h', env: false, description: 'how often' },
} as const satisfies FlagSpecs;

function read(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const exit = (status: number): never => {
    throw new Error(`${status}: ${printed}`);
  };
  return readFlags('op', { flags, argv, env, print, exit });
}

describe('the flags of an operator', () => {
  it('have values of their types', () => {
    const { own, manager } = read([
      ...[
        '--token=t\nu',
        '--mode',
        'fast',
        '--endpoint=https://a/',
        '--zone=a,b',
        '--zone=c',
        '--dry-run',
        '--ratio=.5',
      ],
      ...['--workers=8', '--every=90s', '--default-image=redis:7'],
    ]);
    expect(own).toEqual({
      defaultImage: 'redis:7',
      token: 't\nu',
      mode: 'fast',
      tier: undefined,
      endpoint: new URL('https://a/'),
      zone: ['a', 'b', 'c'],
      dryRun: true,
      workers: 8,
      ratio: 0.5,
      every: 90_000,
    });
    expect(manager).not.toHaveProperty('defaultImage');
    expectTypeOf(own).toEqualTypeOf<{
      readonly defaultImage: string;
      readonly token: string | undefined;
      readonly mode: 'fast' | 'safe';
      readonly tier: 'gold' | 'tin' | undefined;
      readonly endpoint: URL | undefined;
      readonly zone: readonly string[];
      readonly dryRun: boolean;
      readonly workers: number;
      readonly ratio: number;
      readonly every: number;
    }>();
  });

  it('have types also where they are written at the call', () => {
    const { own } = readFlags('op', {
      flags: { mode: { type: 'string', choices: ['fast', 'safe'], default: 'safe', description: 'how' } },
      argv: [],
      env: {},
    });
    expectTypeOf(own).toEqualTypeOf<{ readonly mode: 'fast' | 'safe' }>();
    expectTypeOf(readFlags('op', { argv: [], env: {} }).own).toEqualTypeOf<Record<never, never>>();
    expect(own.mode).toBe('safe');
  });

  it('are read from the environment, under the names that they say', () => {
    const { own } = read([], {
      REDIS_TOKEN: 't',
      KUBEWRIGHT_RATIO: '1',
      KUBEWRIGHT_ZONE: 'a',
      KUBEWRIGHT_TOKEN: 'x',
      KUBEWRIGHT_EVERY: '1s',
    });
    expect(own).toMatchObject({
      token: 't',
      ratio: 1,
      zone: ['a'],
      every: 36_000_000,
      defaultImage: 'redis:8',
      workers: 4,
    });
  });

  it.each<[string[], string, Record<string, string>?]>([
    [['--endpoint=x'], '--endpoint "x": Invalid URL\n'],
    [['--ratio=2'], '--ratio "2": it is to be a number to 1\n'],
    [['--ratio=1', '--workers=9007199254740993'], '--workers "9007199254740993": it is to be a whole number from 1\n'],
    [['--ratio=1', '--workers=0'], '--workers "0": it is to be a whole number from 1\n'],
    [[], '--ratio has to be given, or the variable KUBEWRIGHT_RATIO\n'],
    [['--ratio=1', '--mode=slow'], '--mode "slow": it is to be fast or safe\n'],
    [
      ['--ratio=1'],
      'the variable KUBEWRIGHT_ZON is not read: did you mean KUBEWRIGHT_ZONE?\n',
      { KUBEWRIGHT_ZON: 'a' },
    ],
    [['--ratio=1', '--zone='], '--zone "": an item of a list is to be a text\n'],
    [['--ratio=1', '--zone=a,,b'], '--zone "": an item of a list is to be a text\n'],
    [['--ratio=1', '--dry-runs'], 'there is no flag --dry-runs: did you mean --dry-run?\n'],
  ])('%j: are checked', (argv, told, env = {}) => {
    expect(() => read(argv, env)).toThrow(told);
  });

  it.each([
    [{ KUBEWRIGHT_API_TOKEN: 'hunter2' }, 'KUBEWRIGHT_API_TOKEN [hidden]: it cannot be read\n'],
    [
      { KUBEWRIGHT_BACKUP: 'redis://a:hunter2@b' },
      'KUBEWRIGHT_BACKUP "redis://a:[hidden]@b": redis://a:[hidden]@b: no\n',
    ],
  ])('%j: what is wrong is told without what is secret', (env, told) => {
    const parse = (text: string): never => {
      throw new Error(`${text}: no`);
    };
    const spec = { type: 'string', description: '', parse } as const;
    let printed = '';
    const print = (text: string) => {
      printed += text;
    };
    const exit = (status: number): never => {
      throw new Error(`${status}`);
    };
    const asked = { flags: { apiToken: spec, backup: spec }, argv: [], env, print, exit };
    expect(() => readFlags('op', asked)).toThrow('2');
    expect(printed).toContain(`op: ${told}`);
    expect(printed).not.toContain('hunter2');
  });

  it('stand first in --help', () => {
    expect(() => read(['--help'])).toThrow(
      /count[\s\S]*\n\nOf this operator:\n {2}--default-image IMAGE {2}\[KUBEWRIGHT_DEFAULT_IMAGE\]\n {6}image of the servers \(default: redis:8\)\n {2}--token TEXT {2}\[REDIS_TOKEN\]\n/,
    );
    expect(() => read(['--help'])).toThrow(
      /--ratio N {2}\[KUBEWRIGHT_RATIO\]\n {6}how much \(has to be given\)\n {2}--every DURATION\n/,
    );
  });

  it.each<[FlagSpecs, string]>([
    [{ logLevel: { type: 'string', description: '' } }, 'every operator has a flag --log-level already'],
    [{ help: { type: 'boolean', description: '' } }, 'every operator has a flag --help already'],
    [
      { 'default-image': { type: 'string', description: '' } },
      'a flag has a key in camelCase, such as defaultImage for --default-image, not "default-image"',
    ],
    [
      { tier: { type: 'string', description: '', required: true, default: 'gold' } },
      'the flag tier has a default, so that it need not be given: leave required out',
    ],
    [
      { hooks: { type: 'boolean', env: 'ENABLE_WEBHOOKS', description: '' } },
      'the flags hooks and webhooks are both read from ENABLE_WEBHOOKS',
    ],
  ])('%j cannot be: that is told to who has written them', (own, message) => {
    expect(() => readFlags('op', { flags: own, argv: [], env: {} })).toThrow(new TypeError(message));
  });
});
