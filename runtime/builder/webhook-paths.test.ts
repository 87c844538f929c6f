// Codegen writes the paths that the API server asks at, and the runtime serves them. Neither imports the other: this holds
// them together.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { expect, it } from 'vitest';
import { declared } from '../../decorators/metadata.js';
import { expectedFiles, goldenCases } from '../../test/golden-case.js';
import { servedWebhooks } from './webhook.js';

interface Configuration {
  readonly kind: string;
  readonly webhooks: readonly {
    readonly clientConfig: { readonly service?: { readonly path: string }; readonly url?: string };
  }[];
}

const MANIFESTS = 'expected/manifests.yaml';
const cases = goldenCases().filter(name => expectedFiles(name)[MANIFESTS] !== undefined);

it('there are golden cases with webhooks', () => {
  expect(cases).toContain('webhooks');
});

it.each(cases)('every path that is generated for the classes of %s is served for them', async name => {
  const url = new URL(`../../test/golden/${name}/`, import.meta.url);
  const module: Readonly<Record<string, unknown>> = await import(new URL('input.ts', url).href);
  const classes = Object.values(module).filter(isWebhookClass);
  const served = classes.flatMap(each =>
    servedWebhooks(new each()).map(({ path, name: of }) => `${verbOf(of)} ${path}`),
  );

  const configurations = loadAll(readFileSync(new URL(MANIFESTS, url), 'utf8')) as Configuration[];
  const generated = configurations.flatMap(({ kind, webhooks }) =>
    webhooks.map(({ clientConfig: { service, url: at } }) => {
      const path = service?.path ?? new URL(at ?? '').pathname;
      return `${kind.startsWith('Mutating') ? '@Defaults' : '@Validates'} ${path}`;
    }),
  );
  expect(generated.length).toBeGreaterThan(0);
  expect(served.sort()).toEqual(generated.sort());
});

function isWebhookClass(value: unknown): value is new () => object {
  return typeof value === 'function' && ['Defaults', 'Validates'].some(name => declared(value, name) !== undefined);
}

function verbOf(name: string): string {
  return name.replace(/\(.*/, '');
}
