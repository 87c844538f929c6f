// Codegen writes what the API server asks about, and where; the runtime answers that. Neither imports the other: this holds
// them together.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { expect, it } from 'vitest';
import { declared } from '../../decorators/metadata.js';
import { expectedFiles, goldenCases } from '../../test/golden-case.js';
import { DeclaredWebhooks } from '../certificates/declared-webhooks.js';
import { admissionRule } from '../webhook/admission-rule.js';
import { servedWebhooks } from './webhook.js';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
}

interface Configuration {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly {
    readonly clientConfig: { readonly service?: { readonly path: string }; readonly url?: string };
    readonly failurePolicy: string;
    readonly rules: readonly Rule[];
  }[];
}

const MANIFESTS = 'expected/manifests.yaml';
const cases = goldenCases().filter(name => expectedFiles(name)[MANIFESTS] !== undefined);

it('there are golden cases with webhooks', () => {
  expect(cases).toContain('webhooks');
});

it.each(cases)('what is generated for the classes of %s is what is served for them', async name => {
  const url = new URL(`../../test/golden/${name}/`, import.meta.url);
  const module: Readonly<Record<string, unknown>> = await import(new URL('input.ts', url).href);
  const handlers = Object.values(module)
    .filter(isWebhookClass)
    .map(each => new each());
  const served = handlers.flatMap(handler =>
    servedWebhooks(handler).map(({ path, type, declared: { options }, info }) => {
      const { groups, versions, resources } = admissionRule(info, options);
      const { configuration, failurePolicy = 'Fail' } = options;
      const declaring = new DeclaredWebhooks();
      declaring.addAdmission(type, configuration);
      const { operations = answered(handler, type) } = options;
      const configurations = declaring.objects[type];
      return { path, type, configurations, groups, versions, resources, operations, failurePolicy };
    }),
  );

  const configurations = loadAll(readFileSync(new URL(MANIFESTS, url), 'utf8')) as Configuration[];
  const generated = configurations.flatMap(({ kind, metadata, webhooks }) =>
    webhooks.flatMap(({ clientConfig: { service, url: at }, failurePolicy, rules }) =>
      rules.map(({ apiGroups: groups, apiVersions: versions, resources, operations }) => ({
        path: service?.path ?? new URL(at ?? '').pathname,
        type: kind.startsWith('Mutating') ? 'mutating' : 'validating',
        configurations: [metadata.name],
        groups,
        versions,
        resources,
        operations,
        failurePolicy,
      })),
    ),
  );
  expect(generated.length).toBeGreaterThan(0);
  expect(sorted(served)).toEqual(sorted(generated));
});

/** Where nothing is said, the API server asks about what the class has methods for: others would be refused. */
function answered(handler: object, type: 'mutating' | 'validating'): readonly string[] {
  if (type === 'mutating') return ['CREATE', 'UPDATE'];
  return ['Create', 'Update', 'Delete'].filter(each => `validate${each}` in handler).map(each => each.toUpperCase());
}

/** In an order that does not depend on where they come from. */
function sorted(all: readonly object[]): readonly object[] {
  const texts = all.map(each => JSON.stringify(each, Object.keys(each).sort()));
  return texts.sort().map(text => JSON.parse(text) as object);
}

function isWebhookClass(value: unknown): value is new () => object {
  return typeof value === 'function' && ['Defaults', 'Validates'].some(name => declared(value, name) !== undefined);
}
