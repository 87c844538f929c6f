import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operator } from '../../test/manager-world.js';
import { createLogger, type RootLogger } from '../log/create-logger.js';
import { type LogLevelEndpoint, logLevelEndpoint } from './log-level-endpoint.js';

let log: RootLogger;
let lines: string[];
let endpoint: LogLevelEndpoint;
let end: () => Promise<void>;

beforeEach(async () => {
  lines = [];
  log = createLogger({ writer: { write: line => lines.push(line) } });
  endpoint = logLevelEndpoint({ log, port: 0 });
  const { manager, add, signal, stop } = operator();
  manager.add(endpoint);
  const after = add('leaderElection', 'controller');
  const ended = manager.run(signal);
  await after.started;
  end = () => {
    stop();
    return ended;
  };
});

afterEach(async () => {
  await end();
  expect(endpoint.port).toBeUndefined();
});

it('answers the levels, and sets all of them', async () => {
  expect(await send('GET')).toEqual([200, 'info\n']);
  expect(await send('PUT', 'warn,cache=debug')).toEqual([200, 'warn,cache=debug\n']);
  log.info('not now');
  log.with({ module: 'cache' }).debug('yes');
  expect(lines).toEqual([expect.stringContaining('"yes"')]);
  expect(await send('GET')).toEqual([200, 'warn,cache=debug\n']);
  expect(await send('PUT', 'info')).toEqual([200, 'info\n']);
  expect(log.modules).toEqual({});
});

it('refuses what are no levels, and changes nothing', async () => {
  expect(await send('PUT', 'error,cache=loud')).toEqual([
    400,
    'no log level "loud"; use one of debug, info, warn, error, fatal\n',
  ]);
  expect(log.level).toBe('info');
});

it('refuses other methods, paths and hosts, and bodies that are too long', async () => {
  expect(await send('POST', 'debug')).toEqual([405, 'GET or PUT only\n']);
  expect(await send('PUT', 'debug', { path: '/' })).toEqual([404, 'there is /log-level\n']);
  expect(await send('PUT', 'debug', { host: 'example.com' })).toEqual([403, 'ask localhost or 127.0.0.1\n']);
  expect((await send('PUT', 'x'.repeat(4097)))[0]).toBe(413);
  expect(log.level).toBe('info');
});

function send(method: string, body = '', { path = '/log-level', host }: { path?: string; host?: string } = {}) {
  return new Promise<[number | undefined, string]>((resolve, reject) => {
    const headers = { 'content-length': Buffer.byteLength(body), ...(host !== undefined && { host }) };
    const sent = request({ host: '127.0.0.1', port: endpoint.port, method, path, headers }, response => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        answer += piece;
      });
      response.on('end', () => resolve([response.statusCode, answer]));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
