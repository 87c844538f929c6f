// Who a real API server takes us for, by each way to prove it; kubectl, with the same kubeconfig, is taken for the same.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { ControlPlaneAccess } from '../../hack/control-plane/access.js';
import { loadAccess } from '../../runtime/client/kube-config.js';
import { Transport } from '../../runtime/client/transport.js';
import { systemClock } from '../../runtime/clock/clock.js';
import { ScriptedProxy } from '../scripted-proxy.js';
import { test } from './fixture.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubewright-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string, mode = 0o600): Promise<string> => {
  await writeFile(join(folder, name), text, { mode });
  return join(folder, name);
};

interface Document {
  readonly clusters: [{ readonly cluster: object }];
  readonly users: [{ readonly user: object }];
}

/** The kubeconfig of the administrator with another user, and more about the cluster. */
async function kubeconfig(controlPlane: ControlPlaneAccess, user: object | undefined, cluster: object = {}) {
  const document = load(await readFile(controlPlane.adminKubeconfig, 'utf8')) as Document;
  const [named] = document.users;
  const [first] = document.clusters;
  const users = [{ ...named, user: user ?? named.user }];
  const clusters = [{ ...first, cluster: { ...first.cluster, ...cluster } }];
  return file('config', JSON.stringify({ ...document, users, clusters }));
}

async function admin(controlPlane: ControlPlaneAccess): Promise<object> {
  return (load(await readFile(controlPlane.adminKubeconfig, 'utf8')) as Document).users[0].user;
}

interface User {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What the server says, and how often it was asked until it did. */
async function whoAmI(path: string): Promise<{ status: number; user: User; sent: string[] }> {
  const sent: string[] = [];
  const access = await loadAccess({ kubeconfig: path }, { env: {} });
  const transport = new Transport(access, {
    userAgent: 'test',
    http2: false,
    clock: systemClock,
    random: Math.random,
    onRequest: ({ code }) => sent.push(code),
  });
  try {
    const text = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' });
    const { status, ...answer } = await transport.send({
      attempt: 'who am I',
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { type: 'application/json', text },
    });
    return { status, user: JSON.parse(await answer.text()).status?.userInfo, sent };
  } finally {
    await transport.close();
  }
}

async function kubectlIs(controlPlane: ControlPlaneAccess, path: string): Promise<User> {
  const output = await controlPlane.kubectl.as(path).output(['auth', 'whoami', '-o', 'json']);
  return JSON.parse(output).status.userInfo;
}

/** Of the account that each namespace gets, a moment after it was made. */
async function token({ kubectl }: ControlPlaneAccess, namespace: string): Promise<string> {
  await kubectl.output(['wait', '--for=create', 'serviceaccount/default', '-n', namespace, '--timeout=60s']);
  return (await kubectl.output(['create', 'token', 'default', '-n', namespace])).trim();
}

describe('a real API server takes us for', () => {
  test('whom the client certificate names', async ({ controlPlane }) => {
    const path = await controlPlane.userKubeconfig('jane', ['dev', 'ops']);
    const { user } = await whoAmI(path);
    expect(user).toMatchObject({ username: 'jane', groups: ['dev', 'ops', 'system:authenticated'] });
    expect(user).toEqual(await kubectlIs(controlPlane, path));
  });

  test('whom we act as: user, uid, groups and extra', async ({ controlPlane }) => {
    const path = await kubeconfig(controlPlane, {
      ...(await admin(controlPlane)),
      as: 'jörg',
      'as-uid': '42',
      'as-groups': ['dev', 'größe', 'a, b'],
      'as-user-extra': { 'example.org/Scopes': ['read', 'write'], 'a%b': ['c'] },
    });
    const { user } = await whoAmI(path);
    expect(user).toMatchObject({
      username: 'jörg',
      uid: '42',
      groups: ['dev', 'größe', 'a, b', 'system:authenticated'],
      extra: { 'example.org/scopes': ['read', 'write'], 'a%b': ['c'] },
    });
    expect(user).toEqual(await kubectlIs(controlPlane, path));
  });

  test('the service account of a token, in the kubeconfig or in a file', async ({ controlPlane, namespace }) => {
    const username = `system:serviceaccount:${namespace}:default`;
    const bearer = await token(controlPlane, namespace);
    const inside = await kubeconfig(controlPlane, { token: bearer });
    expect((await whoAmI(inside)).user).toMatchObject({ username });
    const beside = await kubeconfig(controlPlane, { tokenFile: await file('token', `${bearer}\n`) });
    expect((await whoAmI(beside)).user).toEqual(await kubectlIs(controlPlane, beside));
  });

  test('whom the second answer of a plugin names, when the first is refused', async ({ controlPlane, namespace }) => {
    const answers = join(folder, 'answers');
    const answer = (bearer: string) =>
      JSON.stringify({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token: bearer },
      });
    await file('answers', `${answer('wrong')}\n${answer(await token(controlPlane, namespace))}\n`);
    const script = `#!/bin/sh\nhead -n 1 ${answers}\nsed -i 1d ${answers}\n`;
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: await file('plugin', script, 0o755),
      interactiveMode: 'Never',
    };
    const { user, sent } = await whoAmI(await kubeconfig(controlPlane, { exec }));
    expect(user.username).toBe(`system:serviceaccount:${namespace}:default`);
    expect(sent).toEqual(['401', '201']);
  });

  test.for<[string, () => Promise<ScriptedProxy>]>([
    ['HTTP', () => ScriptedProxy.http()],
    ['SOCKS5', () => ScriptedProxy.socks()],
  ])('the same through a proxy (%s)', async ([, start], { controlPlane }) => {
    const proxy = await start();
    try {
      const path = await kubeconfig(controlPlane, undefined, { 'proxy-url': proxy.url });
      expect((await whoAmI(path)).user).toEqual(await kubectlIs(controlPlane, path));
      expect(proxy.reached.length).toBeGreaterThan(1);
    } finally {
      await proxy.close();
    }
  });

  test('nobody with a wrong token, and says so once', async ({ controlPlane }) => {
    const { status, sent } = await whoAmI(await kubeconfig(controlPlane, { token: 'wrong' }));
    expect([status, sent]).toEqual([401, ['401']]);
  });
});
