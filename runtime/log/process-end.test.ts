// What of the log is there when the process has ended: seen from outside, through pipes.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('./create-logger.ts', import.meta.url));

/** Runs code that has a `createLogger` in a process of its own. */
function run(code: string, onStarted: (kill: () => void) => void = () => {}) {
  const script = `import { createLogger } from ${JSON.stringify(MODULE)};\n${code}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise<{ status: number | null; lines: string[]; errors: string }>((resolve, reject) => {
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => {
      output.push(data);
      onStarted(() => child.stdout.destroy());
    });
    child.stderr.on('data', (data: Buffer) => errors.push(data));
    child.on('error', reject);
    child.on('close', status => {
      const text = Buffer.concat(output).toString();
      resolve({ status, lines: text.split('\n'), errors: Buffer.concat(errors).toString() });
    });
  });
}

test('fatal leaves every line in the pipe and ends with status 1', async () => {
  const { status, lines, errors } = await run(`
    const log = createLogger({ limit: false });
    for (let i = 0; i < 20000; i += 1) log.info('line', { i, filler: 'x'.repeat(100) });
    setTimeout(() => log.info('never'), 0);
    log.fatal('no way on', { error: new Error('broken') });
    log.info('never');
  `);
  expect([status, errors]).toEqual([1, '']);
  expect(lines).toHaveLength(20002);
  expect(JSON.parse(lines[20000] as string)).toMatchObject({
    level: 'fatal',
    msg: 'no way on',
    error: { message: 'broken' },
  });
  expect(lines[20001]).toBe('');
});

test('no line is lost or torn in a pipe that does not block', async () => {
  const { status, lines } = await run(`
    process.stdout.write('');  // makes the pipe non-blocking
    const log = createLogger({ limit: false });
    for (let i = 0; i < 3000; i += 1) log.info('line', { i, filler: 'é'.repeat(i % 500 === 0 ? 100_000 : 1000) });
    log.fatal('end');
  `);
  expect(status).toBe(1);
  expect(lines.slice(0, 3000).map(line => (JSON.parse(line) as { i: number }).i)).toEqual(
    Array.from({ length: 3000 }, (_, i) => i),
  );
});

test('a reader that goes away does not end the process', async () => {
  const { status, errors } = await run(
    `
    const log = createLogger({ limit: false });
    let rounds = 0;
    const keepOn = () => {
      log.info('line', { filler: 'x'.repeat(10_000) });
      rounds += 1;
      if (rounds < 200) setImmediate(keepOn);
      else process.stderr.write('still here');
    };
    keepOn();
  `,
    goAway => goAway(),
  );
  expect([status, errors]).toEqual([0, 'still here']);
});

test('lines are JSON when standard output is no terminal', async () => {
  const { lines } = await run(`createLogger().info('m');`);
  expect(JSON.parse(lines[0] as string)).toMatchObject({ level: 'info', msg: 'm' });
});
