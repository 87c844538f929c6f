import { expect, test } from 'vitest';
import type { Command, Sequence } from './commands.js';
import { generateBatch } from './generate.js';
import { kubectlLines } from './report.js';
import { candidates, shrink } from './shrink.js';

const scalesTo = (commands: readonly Command[], least: number): boolean =>
  commands.some(command => command.do === 'scale' && command.replicas >= least);

test('a sequence is shrunk to what makes it fail, and no further', async () => {
  const sequence: Sequence = {
    graceful: true,
    commands: [
      { do: 'create', redis: 'r', replicas: 5, image: 'redis:7' },
      { do: 'settle' },
      { do: 'crashOperator' },
      { do: 'setImage', redis: 'r', image: 'redis:8' },
      { do: 'scale', redis: 'r', replicas: 4 },
      { do: 'deletePod', pod: 'r-0', force: true },
      { do: 'settle' },
    ],
  };
  const fails = async ({ commands }: Sequence) => commands[0]?.do === 'create' && scalesTo(commands, 3);
  expect(await shrink(sequence, fails)).toEqual({
    graceful: false,
    commands: [
      { do: 'create', redis: 'r', replicas: 0, image: 'redis:7' },
      { do: 'scale', redis: 'r', replicas: 3 },
    ],
  });
});

test('not more is tried than may be', async () => {
  let tried = 0;
  const [sequence] = generateBatch(1, 1);
  const fails = async () => {
    tried += 1;
    return false;
  };
  expect(await shrink(sequence as Sequence, fails, 7)).toBe(sequence);
  expect(tried).toBe(7);
});

test('every candidate is simpler, so that there is an end', () => {
  const sizeOf = ({ graceful, commands }: Sequence) =>
    [graceful, commands].flat().length * 10_000 + (graceful ? 100 : 0) + JSON.stringify(commands).length;
  for (const sequence of generateBatch(3, 20)) {
    for (const candidate of candidates(sequence)) {
      const isShorter = candidate.commands.length < sequence.commands.length;
      const isSimpler = candidate.commands.length === sequence.commands.length;
      expect(isShorter || isSimpler).toBe(true);
      expect(candidate).not.toEqual(sequence);
      if (isShorter) expect(sizeOf(candidate)).toBeLessThan(sizeOf(sequence));
    }
  }
});

test('a sequence is told as commands of kubectl', () => {
  const commands: readonly Command[] = [
    { do: 'scale', redis: 'r', replicas: 9 },
    { do: 'create', redis: 'r', replicas: 2, image: 'redis:7', isHeld: true },
    { do: 'settle' },
    { do: 'annotatePod', pod: 'r-1' },
    { do: 'sickenPod', pod: 'r-0' },
    { do: 'healPods' },
    { do: 'setPort', redis: 'r', port: 7000 },
    { do: 'holdPod', pod: 'r-1' },
    { do: 'deletePod', pod: 'r-1', force: false },
    { do: 'failPod', pod: 'r-0' },
    { do: 'makeForeign', pod: 'r-2' },
    { do: 'restartServer' },
    { do: 'settle' },
    { do: 'releasePods' },
    { do: 'scale', redis: 'r', replicas: 3 },
    { do: 'settle' },
    { do: 'delete', redis: 'r', cascade: 'foreground', wait: false },
    { do: 'settle' },
  ];
  const object =
    '{"apiVersion":"myapp.tangx.in/v1","kind":"Redis","metadata":{"name":"r","finalizers":["example.com/hold"]},"spec":{"replicas":2,"image":"redis:7"}}';
  expect(kubectlLines({ graceful: false, commands })).toEqual([
    '# in an empty namespace, with the operator running; Pods are on no node, and go at once',
    `echo '${object}' | kubectl create -f -`,
    'kubectl wait --for=condition=Ready redis/r',
    'for i in $(seq 20); do kubectl annotate pod/r-1 --overwrite "written=$i"; done &',
    `kubectl patch pod/r-0 --subresource=status -p '{"status":{"conditions":[{"type":"Ready","status":"False","reason":"ProbeFails"}]}}'`,
    `kubectl patch pod/r-0 --subresource=status -p '{"status":{"conditions":[{"type":"Ready","status":"True","reason":null}]}}'`,
    `kubectl patch redis/r --type=merge -p '{"spec":{"port":7000}}'`,
    `kubectl patch pod/r-1 --type=merge -p '{"metadata":{"finalizers":["example.com/hold"]}}'`,
    'kubectl delete pod/r-1 --wait=false',
    `kubectl patch pod/r-0 --subresource=status --type=merge -p '{"status":{"phase":"Failed","reason":"Evicted"}}'`,
    'kubectl run r-2 --image=busybox --labels=app.kubernetes.io/instance=r,app.kubernetes.io/name=redis',
    '# kill the API server, and start it again',
    '# wait until nothing of redis/r changes any more',
    `kubectl patch pod/r-1 --type=merge -p '{"metadata":{"finalizers":null}}'`,
    `kubectl patch redis/r --type=json -p '[{"op":"test","path":"/metadata/finalizers/0","value":"example.com/hold"},{"op":"remove","path":"/metadata/finalizers/0"}]'`,
    'kubectl scale redis/r --replicas=3',
    '# wait until nothing of redis/r changes any more',
    'kubectl delete redis/r --cascade=foreground --wait=false',
    'kubectl wait --for=delete redis/r',
  ]);
});
