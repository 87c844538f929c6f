import { expect, test } from 'vitest';
import { record, type Step } from './recorder.js';
import { PROMPT, printCast, readCast } from './recording.js';
import { textOf, transcriptOf } from './transcript.js';

const ENDLESS = 'exec tail -f /dev/null';

/** What is to be read in the recording of these steps. */
async function recorded(...steps: readonly Step[]): Promise<readonly string[]> {
  return transcriptOf(await recording(...steps)).map(textOf);
}

function recording(...steps: readonly Step[]) {
  return within([], ...steps);
}

/** Each step has the limit of its number, or none. */
function within(limits: readonly (AbortSignal | undefined)[], ...steps: readonly Step[]) {
  let number = 0;
  const limit = () => limits[number++] ?? new AbortController().signal;
  const place = { folder: process.cwd(), shownAs: '~/here', env: process.env, pause: 0, limit };
  return record({ title: 'a title', width: 80, height: 24, idleLimit: 1, steps }, place);
}

test('a recording has commands with what they print, on both outputs, in its order', async () => {
  expect(
    await recorded({ line: 'echo one; echo two >&2; echo three' }, { line: '# a remark' }, { line: 'true' }),
  ).toEqual([`${PROMPT}echo one; echo two >&2; echo three`, ...['one', 'two', 'three', '# a remark', `${PROMPT}true`]]);
});

test('a command gets Ctrl-C when it has printed what it was run for', async () => {
  const line = `echo begin; echo ready; ${ENDLESS}`;
  expect(await recorded({ line, until: /ready/ }, { line: 'echo after' })).toEqual([
    ...[`${PROMPT}${line}`, 'begin', 'ready', '^C'],
    ...[`${PROMPT}echo after`, 'after'],
  ]);
});

test('a command that is left goes on to the end, unseen', async () => {
  const line = `echo $$; ${ENDLESS}`;
  const [, pid = '', next] = await recorded({ line, until: /\d+/, leave: true }, { line: 'echo after' });
  expect(next).toBe(`${PROMPT}echo after`);
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('what is exported is there for the commands that follow', async () => {
  const steps = [{ line: 'export COLOUR=green' }, { line: 'echo $COLOUR' }];
  expect((await recorded(...steps)).at(-1)).toBe('green');
});

test('the folder is called as it should be', async () => {
  expect(await recorded({ line: 'pwd' })).toEqual([`${PROMPT}pwd`, '~/here']);
});

test.each([
  [{ line: 'echo why; exit 3' }, 'echo why; exit 3 has ended with status 3:\nwhy'],
  [{ line: 'true', fails: true }, 'true has ended with status 0'],
  [{ line: 'echo why', until: /ready/ }, 'echo why has ended without /ready/:\nwhy'],
])('what goes otherwise is not recorded: %o', async (step, message) => {
  await expect(recording(step)).rejects.toThrow(message);
});

test('what takes too long is given up, with what runs beside it', async () => {
  const beside = { line: `echo $$; ${ENDLESS}`, until: /\d+/, leave: true };
  const given = within([undefined, AbortSignal.abort()], beside, { line: ENDLESS });
  const message = String(await given.catch(({ message }: Error) => message));
  const [, pid] = /^exec tail -f \/dev\/null has taken too long:\n(\d+)\n/.exec(message) ?? [];
  expect(pid, message).toBeDefined();
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('what was recorded can be kept', async () => {
  const before = await recording({ line: 'echo "a \\"b\\" \\\\ ü"' });
  const file = printCast(before);
  expect(readCast(file)).toEqual(before);
  expect(file.split('\n')[0]).toBe('{"version":2,"width":80,"height":24,"idle_time_limit":1,"title":"a title"}');
});

test.each([
  ['{"version":1}\n', 'no asciicast of version 2'],
  ['{"version":2}\n[1,"i","x"]\n', 'line 2 of the recording is no output'],
])('what is no recording is refused', (file, message) => {
  expect(() => readCast(file)).toThrow(message);
});
