// What a Lease says of the leader, and how it is said in one.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lease } from '../kinds/coordination-v1.js';
import { microTimeText } from '../meta/times.js';

/** The record in a Lease, and what else is there. */
export type LeaseSpec = NonNullable<Snapshot<Lease>['spec']>;

/** Who holds a Lease; the empty text: nobody. */
export function holderOf(lease: Snapshot<Lease> | undefined): string {
  return lease?.spec?.holderIdentity ?? '';
}

/** How long the holder has it after each renewal, in milliseconds; undefined where the Lease does not say. */
export function durationOf(lease: Snapshot<Lease>): number | undefined {
  const seconds = lease.spec?.leaseDurationSeconds;
  return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;
}

/** Whether its last holder has given it up, as client-go does: nobody holds it, for one second. */
export function isReleased(lease: Snapshot<Lease>): boolean {
  return holderOf(lease) === '' && lease.spec?.leaseDurationSeconds === 1;
}

/** Two answers with the same text show one and the same act of a holder. */
export function recordText(lease: Snapshot<Lease>): string {
  return JSON.stringify([lease.metadata.uid, lease.spec]);
}

/** A new record of a holder. What else is in the Lease's spec, such as the fields of coordinated elections, stays. */
export function heldSpec(
  old: Snapshot<Lease> | undefined,
  { identity, leaseDuration, now }: { readonly identity: string; readonly leaseDuration: number; readonly now: number },
): LeaseSpec {
  const renewTime = laterText(old, now);
  const isMine = holderOf(old) === identity;
  const transitions = old?.spec?.leaseTransitions ?? 0;
  return {
    ...old?.spec,
    holderIdentity: identity,
    // Rounded up: others may wait for longer than I act, never the other way round.
    leaseDurationSeconds: Math.ceil(leaseDuration / 1000),
    acquireTime: (isMine ? old?.spec?.acquireTime : undefined) ?? renewTime,
    renewTime,
    leaseTransitions: isMine || old === undefined ? transitions : transitions + 1,
  };
}

/** The record that client-go leaves when it gives a Lease up. */
export function releasedSpec(old: Snapshot<Lease>, now: number): LeaseSpec {
  const renewTime = laterText(old, now);
  return { ...old.spec, holderIdentity: '', leaseDurationSeconds: 1, acquireTime: renewTime, renewTime };
}

/**
 * The time of day, made to differ from that of the record before: a clock that stands still, or was set back to the very
 * millisecond, must not make a renewal look like none.
 */
function laterText(old: Snapshot<Lease> | undefined, now: number): string {
  const text = microTimeText(new Date(now));
  return text === old?.spec?.renewTime ? microTimeText(new Date(now + 1)) : text;
}
