import { describe, expect, it } from 'vitest';
import { imageName } from './image-name.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('imageName', () => {
  it.each([
    ['redis-operator:0.1.0', { repository: 'redis-operator', tag: '0.1.0', digest: '' }],
    ['example.com:5000/a/r:1.2.3', { repository: 'example.com:5000/a/r', tag: '1.2.3', digest: '' }],
    [`r:1@${DIGEST}`, { repository: 'r', tag: '1', digest: DIGEST }],
    [`example.com:5000/r@${DIGEST}`, { repository: 'example.com:5000/r', tag: '', digest: DIGEST }],
  ])('of %s', (name, expected) => {
    expect(imageName(name)).toEqual(expected);
  });

  it.each(['', 'r', 'example.com:5000/r', 'r:', 'r@sha256:0', 'two words:1', `:1@${DIGEST}`])('refuses %j', name => {
    expect(() => imageName(name)).toThrow(
      `the image is to have a tag or a digest, such as example.com/redis-operator:1.2.3, not ${JSON.stringify(name)}`,
    );
  });
});
