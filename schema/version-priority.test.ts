import { expect, test } from 'vitest';
import { compareVersions } from './version-priority.js';

test('prefers stable versions, then betas, then alphas, the newest first, and names that are none last', () => {
  const versions = ['v1alpha1', 'foo10', 'v2', 'v1beta1', 'v10', 'v11beta2', 'v3beta1', 'foo1', 'v12alpha1', 'v1'];
  expect(versions.sort(compareVersions)).toEqual([
    'v10',
    'v2',
    'v1',
    'v11beta2',
    'v3beta1',
    'v1beta1',
    'v12alpha1',
    'v1alpha1',
    'foo1',
    'foo10',
  ]);
});
