import { expect, test } from 'vitest';
import { isPending } from '../../test/manager-world.js';
import { Reselection } from './reselection.js';

test('a change ends the pass, and is done with when a pass that began after it has a list', async () => {
  const reselection = new Reselection();
  const { signal } = new AbortController();
  let changed: Promise<void> | undefined;
  await reselection.pass(signal, async pass => {
    changed = reselection.begin();
    expect(pass.aborted).toBe(true);
    expect(signal.aborted).toBe(false);
    // A list that was complete already when the pass was ended is of the selector before.
    expect(reselection.listed()).toBe(false);
  });
  expect(await isPending(changed as Promise<void>)).toBe(true);
  await reselection.pass(signal, async pass => {
    expect(pass.aborted).toBe(false);
    expect(reselection.listed()).toBe(true);
  });
  await changed;
});

test('a list is of all changes before it', async () => {
  const reselection = new Reselection();
  const changes = [reselection.begin(), reselection.begin()];
  await reselection.pass(new AbortController().signal, async () => {
    expect(reselection.listed()).toBe(true);
  });
  await Promise.all(changes);
});

test('nobody waits for what will not be listed any more', async () => {
  const reselection = new Reselection();
  const change = reselection.begin();
  reselection.end();
  await change;
});

test('a pass ends with what all ends with', async () => {
  const stopping = new AbortController();
  await new Reselection().pass(stopping.signal, async pass => {
    stopping.abort();
    expect(pass.aborted).toBe(true);
  });
});
