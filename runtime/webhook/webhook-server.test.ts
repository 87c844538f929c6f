import { afterEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { Thing } from '../../test/things.js';
import {
  patchIn,
  startWebhooks,
  thingReview,
  type WebhookWorld,
  type WebhookWorldOptions,
} from '../../test/webhook-world.js';
import { Defaults, Validates } from '../builder/webhooks.js';
import { allow, deny } from './verdict.js';

@Defaults(Thing)
@Validates(Thing)
class ThingWebhook {
  default(thing: Snapshot<Thing>) {
    return { ...thing, data: { ...thing.data, seen: 'yes' } };
  }
  validateCreate(thing: Snapshot<Thing>) {
    return thing.metadata.name === 'bad' ? deny('a bad name') : allow('mind the gap');
  }
}
const MUTATE = '/mutate-example-com-v1-thing';
const VALIDATE = '/validate-example-com-v1-thing';

const worlds: WebhookWorld[] = [];
const start = async (handlers: readonly object[] = [new ThingWebhook()], options: WebhookWorldOptions = {}) => {
  const world = await startWebhooks(handlers, options);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(world => world.stop()));
});

describe('a review', () => {
  it('is answered with a patch, a verdict and warnings', async () => {
    const world = await start();
    const review = thingReview();
    const mutated = await world.review(MUTATE, review);
    expect(mutated).toMatchObject({ uid: review.request.uid, allowed: true, patchType: 'JSONPatch' });
    expect(patchIn(mutated)).toEqual([{ op: 'add', path: '/data', value: { seen: 'yes' } }]);
    expect(await world.review(VALIDATE, review)).toEqual({
      uid: review.request.uid,
      allowed: true,
      status: { code: 200 },
      warnings: ['mind the gap'],
    });
  });
});
