// Why generated definitions have no `caBundle`: a tool puts one there, and applying the definition anew leaves it alone.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { createAuthority } from '../../devcluster/tls/certificates.js';
import { test } from './fixture.js';

const GOLDEN = new URL('../golden/conversion/expected/home.example.com_doors.yaml', import.meta.url);

interface Definition {
  metadata: { name: string };
  spec: {
    group: string;
    conversion: { webhook: { clientConfig: { caBundle?: string; service: { namespace: string } } } };
  };
}

/** As generated, in a group that no other test uses. */
function generated(): Definition {
  const definition = load(readFileSync(GOLDEN, 'utf8')) as Definition;
  definition.spec.group = 'bundles.example.com';
  definition.metadata.name = 'doors.bundles.example.com';
  return definition;
}

describe('a generated definition with a conversion', () => {
  test('keeps the caBundle that a tool has put there, which a placeholder would not', async ({
    kubectl,
    onTestFinished,
  }) => {
    const { name } = generated().metadata;
    await kubectl.apply([generated()]);
    onTestFinished(async () => {
      await kubectl.output(['delete', 'crd', name, '--wait=false']);
    });
    await kubectl.established([`crd/${name}`]);

    const { certificate } = await createAuthority(new Date());
    const caBundle = Buffer.from(certificate).toString('base64');
    const patch = { spec: { conversion: { webhook: { clientConfig: { caBundle } } } } };
    await kubectl.output(['patch', 'crd', name, '--type=merge', '-p', JSON.stringify(patch)]);

    await kubectl.apply([generated()]);
    const bundle = '{.spec.conversion.webhook.clientConfig.caBundle}';
    expect(await kubectl.output(['get', 'crd', name, '-o', `jsonpath=${bundle}`])).toBe(caBundle);

    const withPlaceholder = generated();
    withPlaceholder.spec.conversion.webhook.clientConfig.caBundle = 'Cg==';
    const refused = await kubectl.run(['apply', '-f', '-'], { input: JSON.stringify(withPlaceholder) });
    expect(refused.stderr).toContain('spec.conversion.webhookClientConfig.caBundle');
  });
});
