// The samples in config/ as a person would apply them.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Apply } from 'kubewright';
import { expect } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { test } from './fixture.js';

test('the sample is one that the definition takes and completes', async ({ admin, namespace }) => {
  const sample = load(readFileSync('config/samples/myapp_v1_redis.yaml', 'utf8')) as Apply<Redis>;
  const { spec } = await admin.apply(Redis, { ...sample, metadata: { ...sample.metadata, namespace } });
  expect(spec).toEqual({ replicas: 3, port: 6379, image: 'redis:7-alpine' });
});
