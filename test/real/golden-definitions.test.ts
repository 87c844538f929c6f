// The API server is the judge of what codegen writes: it takes every golden CustomResourceDefinition.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { goldenDefinitions } from '../golden-case.js';
import { test } from './fixture.js';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

describe('a generated CustomResourceDefinition', () => {
  test.for(goldenDefinitions().map(path => [path.slice(path.indexOf('golden/')), path] as const))(
    'is served, and its schema is structural: %s',
    async ([, path], { kubectl, onTestFinished }) => {
      const definition = inOwnGroup(path);
      const name = (load(definition) as { metadata: { name: string } }).metadata.name;
      onTestFinished(async () => {
        await kubectl.run(['delete', 'crd', name, '--wait=false']);
      });

      await kubectl.output(['create', '-f', '-'], { input: definition });
      await kubectl.output(['wait', '--for=condition=Established', `crd/${name}`, '--timeout=30s']);

      const { status } = JSON.parse(await kubectl.output(['get', 'crd', name, '-o', 'json']));
      const conditions = status.conditions as readonly Condition[];
      const problems = conditions.filter(({ type }) => type !== 'NamesAccepted' && type !== 'Established');
      expect(problems, 'such as NonStructuralSchema').toEqual([]);
    },
  );
});

/** Cases may define the same kinds as each other or as the reference operator: each gets a group of its own. */
function inOwnGroup(path: string): string {
  const text = readFileSync(path, 'utf8');
  const { group } = (load(text) as { spec: { group: string } }).spec;
  return text.replaceAll(group, `${basename(dirname(dirname(path)))}.${group}`);
}
