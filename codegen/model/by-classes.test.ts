import { expect, test } from 'vitest';
import type { ResourceModel } from './api-model.js';
import { ByClasses } from './by-classes.js';

const [a, b] = ['v1', 'v2'].map(version => ({ version }) as ResourceModel) as [ResourceModel, ResourceModel];

test('makes anew only what follows from other classes or settings', () => {
  const known = new ByClasses<string>();
  let count = 0;
  const make = (classes: readonly ResourceModel[], settings = '') => known.of(classes, settings, () => `${++count}`);
  expect([
    make([a]),
    make([a]),
    make([a, b]),
    make([a, b]),
    make([b]),
    make([a]),
    make([a], 'x'),
    make([a], 'x'),
  ]).toEqual(['1', '1', '2', '2', '3', '4', '5', '5']);
  expect([make([{ ...a }]), make([]), make([])]).toEqual(['6', '7', '8']);
});
