import { describe, expect, test } from 'vitest';
import { normalisedText } from './printed-text.js';

const names = { names: new Map([['ns-1a2b3c', 'NAMESPACE']]), folder: '/tmp/story', server: 'http://127.0.0.1:4321' };

describe('what is another in each run', () => {
  test.each([
    ['ns-1a2b3c   Active   5s', 'NAMESPACE   Active   AGE'],
    ['NAME   AGE\na      12s', 'NAME   AGE\na      AGE'],
    ['a      12s   x=y', 'a      AGE   x=y'],
    ['325d   Normal', 'AGE    Normal'],
    ['26y         Normal', 'AGE         Normal'],
    ['a      2y104d   x=y', 'a      AGE      x=y'],
    ['uid: 0b5fcd13-7df0-4d5c-9d7c-4f8b1f1c2a3e', 'uid: UID'],
    ['creationTimestamp: "2026-07-28T10:11:12Z"', 'creationTimestamp: "TIME"'],
    ['Created:  Tue, 28 Jul 2026 10:11:12 +0000', 'Created:  TIME'],
    ['resourceVersion: "17"', 'resourceVersion: "VERSION"'],
    ['"resourceVersion":"17"', '"resourceVersion":"VERSION"'],
    ['web   ClusterIP   10.0.0.7     <none>', 'web   ClusterIP   CLUSTER-IP   <none>'],
    ['80:30123/TCP', '80:PORT/TCP'],
    ['configmap/made-x7k2p created', 'configmap/made-SUFFIX created'],
    ['running at http://127.0.0.1:4321/api', 'running at https://SERVER/api'],
    ['no such file: /tmp/story/work/a.yaml', 'no such file: work/a.yaml'],
    ['--- /tmp/LIVE-12/v1.Pod.x\t2026-07-28 10:11:12.1 +0000', '--- LIVE/v1.Pod.x'],
    ['I0728 10:11:12.345678    1234 reflector.go:1] "x"\nerror: y', 'error: y'],
  ])('%s', (text, expected) => {
    expect(normalisedText(text, names)).toBe(expected);
  });
});

test('what says something stays', () => {
  const text = 'timeout=5s, 3 replicas, 192.0.2.7, for 300s, the-default-name, port 8080';
  expect(normalisedText(text, names)).toBe(text);
});

test('causes are sorted, since servers tell them in random order', () => {
  expect(normalisedText('invalid: \n* b: wrong\n* a: wrong\n', names)).toBe('invalid: \n* a: wrong\n* b: wrong\n');
});
