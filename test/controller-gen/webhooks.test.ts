// Holds the configurations of webhooks against controller-gen's, and what it refuses against ours.
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { differences, withoutReasons } from './differences.js';
import { WEBHOOK_CASES } from './webhook-cases.js';
import { generateWebhooks } from './webhook-project.js';

// Each case reads a project.
vi.setConfig({ testTimeout: 60_000 });

describe('webhooks', () => {
  it.each(WEBHOOK_CASES.map(each => [each.name, each] as const))(
    'differ from those of %s in no more than is listed',
    async (_, { source, upstream, listed }) => {
      const { codes, manifests } = await generateWebhooks(source);
      expect(codes).toEqual([]);
      expect(differences(upstream, loadAll(manifests))).toEqual(withoutReasons(listed));
    },
  );

  // Of upstream's invalid cases: `v1beta1` of the configuration cannot be said, and a configuration has no marker of its own,
  // so none can stand twice.
  it.each([
    ['invalid-sideEffects', "sideEffects: 'Some' as any", 'KW5003'],
    ['invalid-timeoutSeconds, too long', 'timeoutSeconds: 40', 'KW5008'],
    ['invalid-timeoutSeconds, too short', 'timeoutSeconds: -1', 'KW5008'],
    ['invalid-admissionReviewVersionsRequired', 'admissionReviewVersions: []', 'KW5009'],
    ['invalid-path-and-url', "url: 'https://host/validate', path: '/somepath'", 'KW5005'],
    ['no such option', "webhookVersions: ['v1beta1'] as any", 'KW0008'],
  ])('%s is refused', async (_, options, code) => {
    const { codes } = await generateWebhooks(
      `@Validates(CronJob, { ${options} } as any)\nexport class A extends Judge {}`,
    );
    expect(codes).toEqual([code]);
  });
});
