import { describe, expect, it } from 'vitest';
import { scriptedController } from '../../test/scripted-controller.js';
import { Thing, thing } from '../../test/things.js';
import { causeText } from './causes.js';
import type { ExternalSource } from './external-source.js';
import { done, requeueAfter } from './result.js';

const causesOf = ({ last }: ReturnType<typeof scriptedController>): string[] => last.context.causes.map(causeText);

describe('a reconcile knows why it runs', () => {
  it('for what was there, for what came, changed and went', async () => {
    const operator = scriptedController({
      watches: [{ kind: Thing, map: () => [{ namespace: 'default', name: 'a' }] }],
    });
    await operator.put(thing('a', 1));
    expect(causesOf(operator)).toEqual(['Thing default/a created']);
    await operator.put(thing('b', 1, { data: { x: '1' } }));
    await operator.put(thing('b', 2, { data: { x: '2', y: '3' } }));
    await operator.remove(thing('b', 3));
    await operator.last.end();
    expect(causesOf(operator)).toEqual([
      'Thing default/b created',
      'Thing default/b updated: data.x, data.y',
      'Thing default/b deleted',
    ]);
  });

  it('for its own retries, with what they are about, until it succeeds', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1, { data: { x: '1' } }));
    await operator.last.end();
    await operator.put(thing('a', 2, { data: { x: '2' } }));
    await operator.last.fail(new Error('not yet'));
    await operator.clock.advance(5);
    expect(causesOf(operator)).toEqual(['retry 1', 'Thing default/a updated: data.x']);
    await operator.last.fail(new Error('not yet'));
    await operator.clock.advance(10);
    expect(causesOf(operator)).toEqual(['retry 2', 'Thing default/a updated: data.x']);
    await operator.last.end(requeueAfter(30_000));
    await operator.clock.advance(30_000);
    expect(causesOf(operator)).toEqual(['requeue after 30 s']);
  });

  it('for a source, which is opened with the reconciler when the controller runs', async () => {
    const source: ExternalSource = {
      name: 'prices',
      open: async function* ({ reconciler }) {
        yield { namespace: 'default', name: Object.keys(reconciler)[0] as string };
      },
    };
    const operator = scriptedController({ sources: [source] });
    operator.cache.put(thing('reconcile', 1));
    await operator.clock.advance(0);
    await operator.last.end();
    expect(operator.runs.flatMap(({ context }) => context.causes.map(causeText))).toContain('source prices');
  });

  it('in each of its log lines', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    operator.last.context.log.info('working');
    expect(String(operator.log.of('info').at(-1)?.fields.causes)).toBe('Thing default/a created');
  });
});

describe('priorities', () => {
  it('put what was there at the start behind what is new, and last over retries', async () => {
    const operator = scriptedController({ present: ['busy', 'old-1', 'old-2'].map(name => thing(name, 1)) });
    await operator.clock.advance(0);
    await operator.put(thing('new', 1));
    expect(causesOf(operator)).toEqual(['Thing default/busy listed']);
    const order: string[] = [];
    await operator.last.end();
    order.push(operator.last.key);
    await operator.last.end();
    order.push(operator.last.key);
    await operator.last.fail(new Error('not yet'));
    order.push(operator.last.key);
    await operator.put(thing('newer', 1));
    await operator.clock.advance(5);
    await operator.last.end();
    order.push(operator.last.key);
    await operator.last.end();
    order.push(operator.last.key);
    expect(order).toEqual(['default/new', 'default/old-1', 'default/old-2', 'default/newer', 'default/old-1']);
  });

  it('of a requeue are what the answer says, or that of the reconcile', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.end(requeueAfter(10, { priority: -5 }));
    await operator.put(thing('b', 1));
    await operator.clock.advance(10);
    await operator.put(thing('c', 1));
    await operator.last.end(done);
    expect(operator.last.key).toBe('default/c');
    await operator.last.end(done);
    expect(operator.last.key).toBe('default/a');
  });
});
