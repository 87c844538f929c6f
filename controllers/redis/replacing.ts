// Replaces Pods of a Redis: asks them to go, so that they are missing and are created anew.
import type { ReconcileContext, Snapshot } from 'kubewright';
import type { Redis } from '../../api/v1/redis.js';
import { wishedPods } from './owned-pods.js';
import { deletePods } from './pod-changes.js';
import { duePods } from './pod-failures.js';
import { nextToReplace } from './rollout.js';

/** Those that have failed and waited for long enough. @returns the names of those that were asked */
export async function replaceFailed(
  redis: Snapshot<Redis>,
  now: Date,
  context: ReconcileContext,
): Promise<readonly string[]> {
  const due = duePods(redis, wishedPods(redis, context), now);
  const asked = await deletePods(due, context);
  if (asked.length > 0) {
    const told = due
      .filter(({ metadata }) => asked.includes(metadata.name))
      .map(({ metadata, status }) => `${metadata.name} (${status?.reason ?? status?.phase})`);
    const message = `Pods that have finished are deleted and created again: ${told.join(', ')}`;
    context.events.warning('ReplacingPods', message);
  }
  return asked;
}

/** The next one of those that have another image or port than is wished. @returns the name of the one that was asked */
export async function rollOut(redis: Snapshot<Redis>, context: ReconcileContext): Promise<readonly string[]> {
  const next = nextToReplace(redis, wishedPods(redis, context));
  const asked = await deletePods(next === undefined ? [] : [next], context);
  for (const name of asked) {
    const { image, port } = redis.spec;
    context.events.normal('RollingOut', `replacing the Pod ${name}, for image ${image} and port ${port}`);
  }
  return asked;
}
