// The API server is the judge of what codegen writes: it takes every golden CustomResourceDefinition.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { load } from 'js-yaml';
import type { Apply } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { goldenDefinitions } from '../golden-case.js';
import { test } from './fixture.js';

describe('a generated CustomResourceDefinition', () => {
  test.for(goldenDefinitions().map(path => [path.slice(path.indexOf('golden/')), path] as const))(
    'is served, and its schema is structural: %s',
    async ([, path], { admin, onTestFinished }) => {
      const definition = load(inOwnGroup(path)) as Apply<CustomResourceDefinition>;
      const { metadata, status } = await serveDefinition(admin, definition);
      onTestFinished(async () => void (await admin.delete(CustomResourceDefinition, metadata)));
      const problems = status?.conditions?.filter(each => each.status !== 'True' || !FINE.includes(each.type));
      expect(problems, 'such as NonStructuralSchema').toEqual([]);
    },
  );
});

/** Conditions that hold of a definition that is as it should be. */
const FINE = ['NamesAccepted', 'Established', 'KubernetesAPIApprovalPolicyConformant'];

/** Cases may define the same kinds as each other or as the reference operator: each gets a group of its own. */
function inOwnGroup(path: string): string {
  const text = readFileSync(path, 'utf8');
  const { group } = (load(text) as { spec: { group: string } }).spec;
  return text.replaceAll(group, `${basename(dirname(dirname(path)))}.${group}`);
}
