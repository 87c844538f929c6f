// The API server takes what codegen writes beside definitions: roles, bindings, accounts, Services and webhooks.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect } from 'vitest';
import { goldenCompanions } from '../golden-case.js';
import { type Manifest, tried } from '../mutations/api-server.js';
import { test } from './fixture.js';

/** Not what is for kustomize. */
const files = goldenCompanions().filter(path => !/kustomiz(ation|econfig)\.yaml$/.test(path));

describe('a generated file', () => {
  test.for(files.map(path => [path.slice(path.indexOf('golden/')), path] as const))(
    'holds only what the API server takes, strictly read: %s',
    async ([, path], { raw, namespace }) => {
      const objects = loadAll(readFileSync(path, 'utf8')) as Manifest[];
      expect(objects).not.toEqual([]);
      for (const object of objects) {
        // Cases have objects of the same names.
        const name = `${basename(dirname(dirname(path)))}.${object.metadata.name}`;
        const isCluster = object.kind.startsWith('Cluster') || object.kind.endsWith('Configuration');
        const own = isCluster ? { ...object, metadata: { ...object.metadata, name } } : object;
        const answer = await tried(own, raw.fetch, namespace);
        expect([object.kind, answer]).toEqual([object.kind, { status: 201, reason: undefined, message: undefined }]);
      }
    },
  );
});
