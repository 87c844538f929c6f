import { describe, expect, it } from 'vitest';
import { namesVersion, withTestedTag } from './images.js';

const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('withTestedTag', () => {
  it.each([
    ['redis', 'redis:7-alpine'],
    ['library/redis', 'library/redis:7-alpine'],
    ['docker.io/redis', 'docker.io/redis:7-alpine'],
    ['docker.io/library/redis', 'docker.io/library/redis:7-alpine'],
  ])('gives %s the tag', (image, expected) => {
    expect(withTestedTag(image)).toBe(expected);
    expect(withTestedTag(expected)).toBe(expected);
  });

  it.each(['redis:8', `redis@${DIGEST}`, 'valkey', 'registry.example.com:5000/redis', 'me/redis', 'redis-stack'])(
    'leaves %s as it is',
    image => {
      expect(withTestedTag(image)).toBe(image);
    },
  );
});

describe('namesVersion', () => {
  it.each([
    ['redis', false],
    ['registry.example.com:5000/redis', false],
    ['redis:8', true],
    ['registry.example.com:5000/redis:8', true],
    [`redis@${DIGEST}`, true],
    [`registry.example.com:5000/a/redis:8@${DIGEST}`, true],
  ])('of %s is %s', (image, expected) => {
    expect(namesVersion(image)).toBe(expected);
  });
});
