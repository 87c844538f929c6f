import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scriptedController } from '../../test/scripted-controller.js';
import { Thing, thing } from '../../test/things.js';
import { startWebhooks, thingReview, until } from '../../test/webhook-world.js';
import { Validates } from '../builder/webhooks.js';
import { done } from '../controller/result.js';
import { allow } from '../webhook/verdict.js';

const MODULE = fileURLToPath(new URL('./stray-rejections.ts', import.meta.url));

/** In a process of its own: it is the end of the process that is looked at. */
async function run(body: string): Promise<{ code: number; out: string; err: string }> {
  const program = `
    import { guardStrayRejections, withStrayListener } from ${JSON.stringify(MODULE)};
    const listener = { strayRejection: error => console.log('told of', String(error)) };
    const guard = guardStrayRejections;
    const tick = () => new Promise(resolve => setImmediate(resolve));
    ${body}
    await tick();
    await tick();
    console.log('the end');
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe.concurrent('a promise that is rejected without anybody waiting for it', () => {
  it('in what is listened to is told, however late, and the process goes on', async () => {
    const { code, out } = await run(`
      guard();
      withStrayListener(listener, () => {
        void Promise.reject(new Error('at once'));
        setTimeout(() => void (async () => { throw 'late'; })(), 1);
      });
      await new Promise(resolve => setTimeout(resolve, 30));
    `);
    expect([code, out]).toEqual([0, 'told of Error: at once\ntold of late\nthe end\n']);
  });

  it('elsewhere ends the process, as without a guard', async () => {
    const { code, out, err } = await run(`guard(); void Promise.reject(new Error('of others'));`);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Error: of others');
  });

  it('elsewhere is left to others who listen', async () => {
    const { code, out } = await run(`
      process.on('unhandledRejection', error => console.log('others:', String(error)));
      guard();
      void Promise.reject(new Error('x'));
    `);
    expect([code, out]).toEqual([0, 'others: Error: x\nthe end\n']);
  });

  it('ends the process again once the last guard has ended, and not before', async () => {
    const { code, out } = await run(`
      const [first, second] = [guard(), guard()];
      first();
      first();
      withStrayListener(listener, () => void Promise.reject('one'));
      await tick();
      second();
      withStrayListener(listener, () => void Promise.reject(new Error('two')));
    `);
    expect([code, out]).toEqual([1, 'told of one\n']);
  });
});

/** Those of the test runner would take each for a failure. */
function withoutListeners(): void {
  const others = process.rawListeners('unhandledRejection') as ((error: unknown) => void)[];
  process.removeAllListeners('unhandledRejection');
  onTestFinished(() => {
    for (const listener of others) process.on('unhandledRejection', listener);
  });
}

it('a webhook logs and counts it, and neither the write nor the process ends of it', async () => {
  withoutListeners();
  @Validates(Thing)
  class Forgetful {
    validateCreate() {
      void Promise.reject(new Error('forgotten'));
      return allow();
    }
  }
  const world = await startWebhooks([new Forgetful()]);
  expect(await world.review('/validate-example-com-v1-thing', thingReview())).toMatchObject({ allowed: true });
  await until(() => world.log.of('error').length > 0);
  expect(world.log.of('error')).toMatchObject([
    {
      message: 'a promise of a webhook was rejected, and nobody waited for it: await it, or catch its error',
      fields: { webhook: '/validate-example-com-v1-thing', name: 'a', error: { message: 'forgotten' } },
    },
  ]);
  expect(world.endpoints[0]?.metrics).toMatchObject({ allowed: 1, panics: 1 });
  await world.stop();
  expect(process.listenerCount('unhandledRejection')).toBe(0);
});

it('a controller logs and counts it, and neither the reconcile nor the process ends of it', async () => {
  withoutListeners();
  const operator = scriptedController({
    reconciler: {
      reconcile: async () => {
        void Promise.reject(new Error('forgotten'));
        return done;
      },
    },
  });
  await operator.put(thing('a', 1));
  await operator.clock.advance(0);
  expect(operator.log.of('error')).toMatchObject([
    {
      message: 'a promise of this reconcile was rejected, and nobody waited for it: await it, or catch its error',
      fields: { name: 'a', error: { message: 'forgotten' } },
    },
  ]);
  expect(operator.controller.metrics).toMatchObject({ panics: 1, reconciles: { success: 1, error: 0 } });
  await operator.stop();
  await operator.ended;
  expect(process.listenerCount('unhandledRejection')).toBe(0);
});
