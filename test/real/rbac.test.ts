// The embedded control plane lets everybody do everything, so only a real one can refuse for want of a right.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { createClient, isForbidden } from 'kubewright';
import { ConfigMap, Pod } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { Cache } from '../../runtime/cache/cache.js';
import { CacheSyncError } from '../../runtime/cache/cache-sync-error.js';
import { test } from '../cluster/operator/fixture.js';
import { connect } from '../conformance/connect.js';
import { RecordedLog } from '../recorded-log.js';

describe('a user without the right', () => {
  test('learns from a call which role would do', async ({ controlPlane, namespace }) => {
    const jane = await createClient('jane', { kubeconfig: await controlPlane.userKubeconfig('jane') });
    const error = await jane.list(Pod, { namespace }).catch((reason: unknown) => reason);
    expect(isForbidden(error)).toBe(true);
    expect(String(error)).toMatch('A role of jane needs: apiGroups [""], resources ["pods"], verbs ["list"]');
    await jane.close();
  });

  test('learns from a cache that does not sync which role would do', async ({ controlPlane, namespace }) => {
    const client = await createClient('joe', { kubeconfig: await controlPlane.userKubeconfig('joe') });
    const cache = new Cache({ client, log: new RecordedLog(), namespaces: [namespace] });
    const stopping = new AbortController();
    const running = cache.run(stopping.signal);
    try {
      const { reflectors } = cache.informer(ConfigMap);
      const failed = new AbortController();
      const ready = cache.ready(failed.signal).catch((error: unknown) => error);
      await expect.poll(() => reflectors[0]?.lastError, { timeout: 30_000 }).toBeDefined();
      failed.abort();
      const error = await ready;
      expect(error).toBeInstanceOf(CacheSyncError);
      expect(String(error)).toContain(`ConfigMap (v1): list ConfigMap in ${namespace}`);
      expect(String(error)).toContain('A role of joe needs: apiGroups [""], resources ["configmaps"], verbs ["list"]');
    } finally {
      stopping.abort();
      await running;
      await client.close();
    }
  });
});

test('the operator may do exactly what the generated role says', async ({
  controlPlane,
  operatorKubeconfig,
  namespace,
}) => {
  const nobody = await controlPlane.userKubeconfig('somebody-without-any-role');
  const everybodys = await permissionsOf(nobody, namespace);
  const all = await permissionsOf(operatorKubeconfig, namespace);
  const operators = all.filter(permission => !everybodys.includes(permission));
  const role = load(await readFile('config/rbac/role.yaml', 'utf8')) as { rules: Rule[] };
  expect(operators).toEqual(permissions(role.rules));
});

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What `kubectl auth can-i --list` shows, as the API server answers it. */
async function permissionsOf(kubeconfig: string, namespace: string): Promise<string[]> {
  const user = await connect('real', kubeconfig, async () => {});
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const answer = await user.fetch('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(review),
  });
  const { status } = (await answer.json()) as { readonly status: { readonly resourceRules: readonly Rule[] } };
  await user.stop();
  return permissions(status.resourceRules);
}

/** Each permission of the rules as `verb resource.group`, sorted. */
function permissions(rules: readonly Rule[]): string[] {
  const all = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap(group => resources.flatMap(resource => verbs.map(verb => `${verb} ${resource}.${group}`))),
  );
  return [...new Set(all)].sort();
}
