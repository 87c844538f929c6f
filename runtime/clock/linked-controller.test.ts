import { describe, expect, test, vi } from 'vitest';
import { linkedController } from './linked-controller.js';

describe('a linked controller', () => {
  test('aborts on its own, and the others do not', () => {
    const other = new AbortController();
    const call = linkedController(other.signal);
    call.abort('over');
    expect([call.signal.aborted, call.signal.reason, other.signal.aborted]).toEqual([true, 'over', false]);
  });

  test.each([0, 1])('aborts with each of the others, for its reason: %d', which => {
    const others = [new AbortController(), new AbortController()];
    const call = linkedController(...others.map(({ signal }) => signal));
    expect(call.signal.aborted).toBe(false);
    others[which]?.abort(`reason ${which}`);
    expect([call.signal.aborted, call.signal.reason]).toEqual([true, `reason ${which}`]);
  });

  test('has aborted where one of the others has', () => {
    const call = linkedController(new AbortController().signal, AbortSignal.abort('before'));
    expect([call.signal.aborted, call.signal.reason]).toEqual([true, 'before']);
  });

  test.each(['before', 'not at all'])('leaves nothing on the others that abort %s', when => {
    const signals = [
      new AbortController().signal,
      when === 'before' ? AbortSignal.abort() : new AbortController().signal,
    ];
    const listeners = new Set<unknown>();
    for (const signal of signals) {
      vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => listeners.add(listener));
      vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => listeners.delete(listener));
    }
    const call = linkedController(...signals);
    expect(listeners.size).toBe(when === 'before' ? 0 : 1);
    call.release();
    expect(listeners.size).toBe(0);
  });

  test('follows nobody any more once it is released', () => {
    const other = new AbortController();
    const call = linkedController(other.signal);
    call.release();
    other.abort();
    expect(call.signal.aborted).toBe(false);
  });
});
