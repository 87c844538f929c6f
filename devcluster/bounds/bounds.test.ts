import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { boundedBytes, TooManyBytesError } from './bounded-bytes.js';
import { joinedSignal } from './joined-signal.js';

describe('joinedSignal', () => {
  it('aborts with the first of its signals, and for its reason', () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const joined = joinedSignal(a.signal, b.signal);
    expect(joined.signal.aborted).toBe(false);
    b.abort('b');
    a.abort('a');
    expect(joined.signal.reason).toBe('b');
  });

  it('is aborted from the start where one of them is', () => {
    const controller = new AbortController();
    controller.abort('before');
    expect(joinedSignal(new AbortController().signal, controller.signal).signal.reason).toBe('before');
  });

  it('leaves nothing on the others once it is released, and follows them no more', () => {
    const controller = new AbortController();
    const joined = joinedSignal(controller.signal);
    joined.release();
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    controller.abort();
    expect(joined.signal.aborted).toBe(false);
    joined.abort('own');
    expect(joined.signal.reason).toBe('own');
  });
});

describe('boundedBytes', () => {
  const pieces = () => Readable.from([Buffer.from('abc'), Buffer.from('de')]);

  it('reads as much as there may be', async () => {
    expect((await boundedBytes(pieces(), 5)).toString()).toBe('abcde');
  });

  it('gives up what is longer, and ends it', async () => {
    const sent = pieces();
    await expect(boundedBytes(sent, 4)).rejects.toThrow(TooManyBytesError);
    expect(sent.destroyed).toBe(true);
  });
});
