// The short form of the rotations; the long one is `npm run test:rotations`.
import { expect, it } from 'vitest';
import { fromFiles, selfIssued } from './rotating-sources.js';
import { rotateUnderLoad } from './rotations.js';

const ROTATIONS = 10;
const REQUESTS = 20;

it.each([
  ['that the replica issues itself', selfIssued],
  ['from files', fromFiles],
])(
  'ten certificates %s cost no request and no connection, and each new connection trusts what it is shown',
  async (_, source) => {
    const outcome = await rotateUnderLoad(await source(), {
      rotations: ROTATIONS,
      requests: REQUESTS,
      open: 8,
      fresh: 2,
    });
    expect(outcome).toMatchObject({ certificates: 1 + ROTATIONS, failed: [], reconnects: 0, warnings: [] });
    expect(outcome.onOpenOnes + outcome.onNewOnes).toBeGreaterThanOrEqual(REQUESTS * ROTATIONS);
    expect(outcome.onOpenOnes).toBeGreaterThan(0);
  },
  120_000,
);
