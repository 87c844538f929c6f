import { describe, expect, it } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import { Thing } from '../../test/things.js';
import { thingReview } from '../../test/webhook-world.js';
import { readReview } from './admission-review.js';
import { admissionRule, ruleProblem } from './admission-rule.js';

type Options = Parameters<typeof admissionRule>[1];

const problem = (options: Options, request: object) => {
  const review = readReview(Buffer.from(JSON.stringify(thingReview({ request }))), undefined);
  if ('problem' in review) throw new Error(review.problem.message);
  return ruleProblem(admissionRule(kindInfo(Thing), options), review.request);
};
const resource = (name: string, group = 'example.com', version = 'v1') => ({
  resource: { group, version, resource: name },
});
const other = {
  kind: { group: 'example.com', version: 'v1', kind: 'Other' },
  object: { apiVersion: 'example.com/v1', kind: 'Other', metadata: {} },
};

describe('a review fits', () => {
  it.each<[Options, object]>([
    [{}, {}],
    [{ resources: ['others', 'things'] }, {}],
    [{ resources: ['things', 'things/status'] }, { subResource: 'status' }],
    [{ resources: ['things/*'] }, { subResource: 'status' }],
    [{ resources: ['*/scale'] }, { ...resource('others'), subResource: 'scale', ...other }],
    [
      { resources: ['*/*'], groups: ['*'], versions: ['*'] },
      { ...resource('pods', '', 'v9'), ...other },
    ],
    [
      { groups: ['core'], resources: ['*'] },
      { ...resource('pods', ''), ...other },
    ],
    [{ resources: ['things', 'others'] }, { ...resource('others'), ...other }],
    [{ versions: ['v1', 'v2'] }, resource('things', 'example.com', 'v2')],
  ])('the rule of a webhook: %j, %j', (options, request) => {
    expect(problem(options, request)).toBeUndefined();
  });
});

describe('a review does not fit', () => {
  it.each<[Options, object, string]>([
    [{}, resource('pods', ''), 'it is asked about things of example.com in v1, not about pods of v1'],
    [
      {},
      resource('things', 'example.com', 'v2'),
      'it is asked about things of example.com in v1, not about things of example.com/v2',
    ],
    [
      {},
      { subResource: 'status' },
      'it is asked about things of example.com in v1, not about things/status of example.com/v1',
    ],
    [
      { resources: ['*'] },
      { subResource: 'scale' },
      'it is asked about * of example.com in v1, not about things/scale of example.com/v1',
    ],
    [{ groups: ['core'] }, {}, 'it is asked about things of the core group in v1, not about things of example.com/v1'],
    [{}, other, 'it is asked about objects of kind Thing, not Other'],
  ])('%j, %j', (options, request, message) => {
    expect(problem(options, request)).toBe(message);
  });
});
