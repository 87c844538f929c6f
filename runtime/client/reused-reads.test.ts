import type { OnReadOpts, Socket } from 'node:net';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reusingConnector } from './reused-reads.js';

/** A connection, and a way to have these bytes come on it in one piece. */
function connection(highWaterMark: number) {
  const socket = new Readable({ highWaterMark, read() {} });
  let onread: OnReadOpts | undefined;
  const connect = reusingConnector(given => {
    onread = given;
    return (_, callback) => callback(null, socket as Socket);
  });
  connect({ hostname: 'a', protocol: 'http:', port: '80' }, () => {});
  const { buffer, callback } = onread as OnReadOpts;
  const nextRoom = buffer as () => Uint8Array;
  let room: Uint8Array | undefined;
  const rooms = new Set<ArrayBufferLike>();
  /** As Node does: the next room is asked for when a piece has come, and before anybody reads it. */
  const come = (piece: Uint8Array): boolean => {
    room ??= nextRoom();
    room.set(piece);
    rooms.add(room.buffer);
    const isWelcome = callback(piece.length, room as Buffer);
    room = nextRoom();
    return isWelcome;
  };
  return { socket, come, rooms };
}

const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ come: fc.integer({ min: 1, max: 16 * 1024 }) }) },
  { weight: 1, arbitrary: fc.constant('read' as const) },
  { weight: 1, arbitrary: fc.record({ back: fc.nat() }) },
);

test('what waits for its reader stays what it is, however much comes and whatever is put back', () => {
  let putBack = 0;
  let most = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), fc.constantFrom(16, 64, 1024), (steps, kilobytes) => {
      const { socket, come, rooms } = connection(kilobytes * 1024);
      const sent: Uint8Array[] = [];
      const got: Uint8Array[] = [];
      const read = (): Buffer | undefined => (socket.read() as Buffer | null) ?? undefined;
      for (const [at, what] of steps.entries()) {
        if (what === 'read') {
          got.push(Uint8Array.from(read() ?? []));
        } else if ('come' in what) {
          const piece = new Uint8Array(what.come).fill(at);
          sent.push(piece);
          come(piece);
        } else {
          // As a parser does that has to wait.
          const piece = read();
          if (piece === undefined) continue;
          const used = what.back % piece.length;
          got.push(Uint8Array.from(piece.subarray(0, used)));
          socket.unshift(piece.subarray(used));
          putBack += 1;
        }
      }
      got.push(Uint8Array.from(read() ?? []));
      expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
      most = Math.max(most, rooms.size);
    }),
    { numRuns: 200 },
  );
  expect(putBack).toBeGreaterThan(100);
  expect(most).toBeGreaterThan(2);
});

test.each([16, 64])('a connection that reads no more than %d KB ahead has one room', kilobytes => {
  const { socket, come, rooms } = connection(kilobytes * 1024);
  const piece = new Uint8Array(16 * 1024);
  for (let time = 0; time < 100; time++) {
    while (come(piece));
    while (socket.read() !== null);
  }
  expect(rooms.size).toBe(1);
});
