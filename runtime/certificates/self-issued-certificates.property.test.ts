import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CertificateServer,
  certificateRefusal,
  DAY,
  isTrusted,
  MINUTE,
  Replica,
  SECRET,
  TARGETS,
  wrongClock,
} from '../../test/certificate-world.js';
import { runsOf } from '../../test/process-faults.js';
import { FakeClock } from '../clock/fake-clock.js';

const YEARS = 3;
const RESYNC = 5 * DAY;
/** By how much API servers may be behind. */
const LATE = 20_000;

/** What happens, so many minutes after what happened before. */
type Happening = {
  readonly after: number;
} /** `alone`: it starts anew while the Secret is gone, and the others, which still serve, are cut off. */ & (
  | { readonly what: 'restart' | 'alone'; readonly replica: number }
  | { readonly what: 'outage'; readonly minutes: number }
  | { readonly what: 'delete' | 'empty' | 'garbage' | 'apply' }
);

const happening: fc.Arbitrary<Happening> = fc
  .tuple(
    // Some come close to each other, most do not.
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: (60 * DAY) / MINUTE })),
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('restart', 'restart', 'alone'), replica: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ what: fc.constant('outage'), minutes: fc.integer({ min: 1, max: 100 }) }) },
      { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('delete', 'empty', 'garbage', 'apply') }) },
    ),
  )
  .map(([after, rest]) => ({ after, ...rest }) as Happening);

describe('self-issued certificates, over three years', () => {
  test('are trusted by every caBundle at every moment, whatever happens to three replicas and their Secret', async () => {
    const runs = runsOf(2);
    const served = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 10, maxLength: 30 }),
        fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -20, max: 20 }))),
        async (happenings, offsets) => {
          const clock = new FakeClock();
          const server = new CertificateServer();
          server.applyTargets();
          /** The only one that is not cut off; undefined: none is. */
          let connected: number | undefined;
          const start = (at: number): Replica =>
            new Replica({
              server,
              clock: wrongClock(clock, (offsets[at] as number) * MINUTE),
              resyncPeriod: RESYNC,
              isCutOff: () => connected !== undefined && connected !== at,
            });
          const replicas = [start(0), start(1), start(2)];
          /** Until then a caBundle is not there because somebody took it away, or a replica has just begun. */
          let graceUntil = clock.monotonic() + MINUTE;
          /** A replica that was started during an outage serves nothing until it is over. */
          let isAway = false;
          const history: { readonly at: number; readonly bundles: readonly string[] }[] = [];
          /** A replica that serves one certificate in the place of another waits for API servers that hear of changes late. */
          const checkLate = (): void => {
            const seen = clock.monotonic() - LATE;
            if (seen < graceUntil) return;
            while ((history[1]?.at ?? Number.POSITIVE_INFINITY) <= seen) history.shift();
            const bundles = history[0] !== undefined && history[0].at <= seen ? history[0].bundles : [];
            for (const { served: cert, changes } of replicas) {
              if (cert === undefined || changes.length < 2) continue;
              for (const bundle of bundles) expect(isTrusted(cert, bundle, clock.now())).toBe(true);
            }
          };
          const checkTrust = (): void => {
            if (clock.monotonic() < graceUntil) return;
            const bundles = server.bundles();
            expect(bundles).toHaveLength(TARGETS.length);
            for (const { served: cert } of replicas) {
              if (cert === undefined) continue;
              served.add(cert);
              for (const bundle of bundles) expect(isTrusted(cert, bundle, clock.now())).toBe(true);
            }
          };
          const check = (): void => {
            checkTrust();
            checkLate();
            if (!isAway) for (const { served: cert } of replicas) expect(cert).toBeDefined();
          };
          // What one replica writes is not to be wrong until another one makes it good; a failure is thrown below.
          let failure: unknown;
          server.onWrite = () => {
            history.push({ at: clock.monotonic(), bundles: server.bundles() });
            try {
              checkTrust();
            } catch (error) {
              failure ??= error;
            }
          };
          const pass = async (milliseconds: number): Promise<void> =>
            await server.advance(clock, milliseconds, () => {
              if (failure !== undefined) throw failure;
              check();
            });
          const end = YEARS * 365 * DAY;
          for (const each of happenings) {
            await pass(Math.min(each.after * MINUTE, end - clock.monotonic()));
            if (clock.monotonic() >= end) break;
            if (each.what === 'restart' || each.what === 'alone') {
              await (replicas[each.replica] as Replica).stop();
              if (each.what === 'alone') {
                connected = each.replica;
                server.delete(SECRET);
              }
              replicas[each.replica] = start(each.replica);
              // It begins to serve at once; what the others serve is trusted all along.
              await pass(each.what === 'alone' ? 1000 : 0);
              connected = undefined;
            } else if (each.what === 'outage') {
              server.refusals.push(verb => certificateRefusal(verb, 503, 'ServiceUnavailable'));
              isAway = true;
              await pass(each.minutes * MINUTE);
              server.refusals.pop();
              await pass(2 * MINUTE);
              isAway = false;
            } else if (each.what === 'apply') {
              graceUntil = clock.monotonic() + 2 * MINUTE;
              server.applyTargets();
              await pass(2 * MINUTE);
            } else if (each.what === 'delete') {
              server.delete(SECRET);
            } else if (server.objects.has(SECRET)) {
              const { data: _, ...rest } = server.objects.get(SECRET);
              const data = { 'tls.crt': 'AAAA', 'tls.key': 'Z2FyYmFnZQ==', 'ca.crt': '' };
              server.put(SECRET, each.what === 'empty' ? rest : { ...rest, data });
            }
          }
          await pass(end - clock.monotonic());
          for (const replica of replicas) {
            await replica.stop();
          }
          expect(clock.pending).toBe(0);
        },
      ),
      runs,
    );
    // Three years are eighteen renewals.
    expect(served.size).toBeGreaterThanOrEqual(15 * runs.numRuns);
  }, 300_000);
});
