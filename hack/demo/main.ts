// `npm run demo`: the Redis operator on a control plane of its own, from generated YAML to the deletion of a Redis.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from 'kubewright';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.js';
import { OPERATOR_COMMAND, OperatorProcess } from './operator-process.js';
import { pretendNode } from './pretend-node.js';
import { redisLife } from './redis-life.js';
import { Stage } from './stage.js';

const NAMESPACE = 'redis-system';
const SERVICE_ACCOUNT = 'redis-controller-manager';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)));
}
process.exitCode = await demo(stopping.signal);

/** @returns the exit status */
async function demo(stop: AbortSignal): Promise<number> {
  const started = performance.now();
  const stage = new Stage(stop);
  const cleanUp: CleanUp = [];
  let operator: OperatorProcess | undefined;
  try {
    stage.begin('Generate the YAML from api/v1/redis.ts');
    stage.show('node', 'dist/cli/main.js', 'generate');
    execFileSync(process.execPath, ['dist/cli/main.js', 'generate'], { stdio: 'inherit' });

    stage.begin('Start a control plane on 127.0.0.1');
    const controlPlane = await startControlPlane();
    cleanUp.push(() => controlPlane.stop());
    stage.use(controlPlane.kubectl);
    await stage.kubectl('version');

    stage.begin('Apply the CRD and the RBAC rules');
    await stage.kubectl('apply', '--kustomize', 'config/default');
    await stage.established('crd/redis.myapp.tangx.in');

    stage.begin('Start the operator, as the service account that the rules are bound to');
    operator = await startOperator(stage, controlPlane, cleanUp);
    await startNode(stage, controlPlane, cleanUp);

    await Promise.race([redisLife(stage, controlPlane.kubectl), operator.ended]);
    console.log(
      `\nDone in ${Math.round((performance.now() - started) / 1000)} s. Stopping the operator and the control plane.`,
    );
    return 0;
  } catch (error) {
    console.error(`\nThe demo failed at "${stage.step}": ${error instanceof Error ? error.message : error}`);
    if (operator !== undefined) console.error(`\nThe operator's log:\n${operator.log}`);
    return 1;
  } finally {
    for (const end of cleanUp.reverse()) await end();
  }
}

async function startOperator(stage: Stage, controlPlane: ControlPlane, cleanUp: CleanUp): Promise<OperatorProcess> {
  const user = `system:serviceaccount:${NAMESPACE}:${SERVICE_ACCOUNT}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${NAMESPACE}`];
  const kubeconfig = await controlPlane.userKubeconfig(user, groups);
  await stage.kubectl('auth', 'can-i', '--list', '--as', user);
  stage.show(...OPERATOR_COMMAND);
  const operator = new OperatorProcess(kubeconfig, join(controlPlane.location.folder, 'operator.log'));
  cleanUp.push(() => operator.stop());
  return operator;
}

/** There is no kubelet here; somebody has to say that the Pods are ready. */
async function startNode(stage: Stage, controlPlane: ControlPlane, cleanUp: CleanUp): Promise<void> {
  const client = await createClient('pretend-node', { kubeconfig: controlPlane.adminKubeconfig });
  const ending = new AbortController();
  const node = pretendNode(client, ending.signal);
  node.catch(() => {});
  cleanUp.push(async () => {
    ending.abort();
    await node.catch(() => {});
    await client.close();
  });
  stage.say(
    'There is no node: a helper of this demo plays the kubelet and says that the Pods are ready. No Redis runs.',
  );
}

type CleanUp = (() => Promise<void>)[];
