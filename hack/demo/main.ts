// `npm run demo`: the Redis operator on a control plane of its own, from generated YAML to the deletion of a Redis.
import { constants } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'kubewright';
import { ensureBinaries } from '../control-plane/binaries.js';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.js';
import { Interrupted } from './interrupted.js';
import { OperatorProcess, operatorCommand } from './operator-process.js';
import { pretendNode } from './pretend-node.js';
import { redisLife } from './redis-life.js';
import { Stage } from './stage.js';

const NAMESPACE = 'redis-system';
const SERVICE_ACCOUNT = 'redis-controller-manager';

/** Aborts with why the demo cannot go on. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // It may come twice: npm passes on what a terminal has sent to the whole process group.
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    console.error(`\n${signal}: stopping everything that was started ...`);
    stopping.abort(new Interrupted(signal));
  });
}
// At once: a control plane that was stopped while it starts has nobody else to end it.
process.exit(await demo(stopping.signal));

/** @returns the exit status: 0, or 1 for a step that failed, or 128 and the number of the signal that has stopped it */
async function demo(stop: AbortSignal): Promise<number> {
  const started = performance.now();
  const stage = new Stage(stop);
  const cleanUp: CleanUp = [];
  let operator: OperatorProcess | undefined;
  console.log('The life of a Redis under its operator, on a cluster of its own: no other cluster is looked at.');
  try {
    stage.begin('Generate the YAML from api/v1/redis.ts and controllers/');
    await stage.program('npx', 'kubewright', 'generate');

    stage.begin('Start a control plane on 127.0.0.1');
    const controlPlane = await startCluster(stage, stop, cleanUp);
    await stage.kubectl('version');

    stage.begin('Apply the CRD and the RBAC rules');
    await stage.kubectl('apply', '-k', 'config/default');
    await stage.established('crd/redis.myapp.tangx.in');

    stage.begin('Start the operator, as the service account that the rules are bound to');
    operator = await startOperator(stage, controlPlane, cleanUp);
    await startNode(stage, controlPlane, cleanUp);

    await redisLife(stage, controlPlane.kubectl);
    console.log(`\nDone in ${Math.round((performance.now() - started) / 1000)} s. Stopping what was started.`);
    return 0;
  } catch (failure) {
    // What fails while the demo is being stopped fails because of that.
    const error = stop.aborted ? stop.reason : failure;
    if (error instanceof Interrupted) {
      console.error(`The demo was stopped at "${stage.step}".`);
      return 128 + constants.signals[error.signal];
    }
    console.error(`\nThe demo failed at "${stage.step}": ${error instanceof Error ? error.message : error}`);
    if (operator !== undefined) console.error(`\nThe operator's log:\n${operator.log}`);
    return 1;
  } finally {
    for (const end of cleanUp.reverse()) await end();
  }
}

async function startCluster(stage: Stage, stop: AbortSignal, cleanUp: CleanUp): Promise<ControlPlane> {
  const binaries = await ensureBinaries(line => stage.say(line));
  stage.say('etcd, kube-apiserver and kube-controller-manager, in a temporary folder; a few seconds ...');
  const controlPlane = await Promise.race([startControlPlane({ binaries }), aborted(stop)]);
  cleanUp.push(() => controlPlane.stop());
  stage.use(controlPlane.kubectl);
  stage.say(`ready at ${controlPlane.server}; kubectl is used with the kubeconfig of its administrator`);
  return controlPlane;
}

async function startOperator(stage: Stage, controlPlane: ControlPlane, cleanUp: CleanUp): Promise<OperatorProcess> {
  const user = `system:serviceaccount:${NAMESPACE}:${SERVICE_ACCOUNT}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${NAMESPACE}`];
  const kubeconfig = await controlPlane.userKubeconfig(user, groups);
  await stage.kubectl('describe', 'clusterrole', 'redis-manager-role');
  await stage.kubectl('auth', 'can-i', 'delete', 'pods', '--as', user);
  await stage.refused(['auth', 'can-i', 'get', 'secrets', '--as', user], 'no');
  stage.showInBackground(...operatorCommand(kubeconfig));
  const operator = new OperatorProcess(kubeconfig, join(controlPlane.location.folder, 'operator.log'));
  cleanUp.push(() => operator.stop());
  operator.ended.catch(error => stopping.abort(error));
  return operator;
}

/** There is no kubelet here; somebody has to say that the Pods are ready. */
async function startNode(stage: Stage, controlPlane: ControlPlane, cleanUp: CleanUp): Promise<void> {
  const client = await createClient('pretend-node', { kubeconfig: controlPlane.adminKubeconfig });
  const ending = new AbortController();
  const node = pretendNode(client, ending.signal);
  node.catch(error => stopping.abort(error));
  cleanUp.push(async () => {
    ending.abort();
    await node.catch(() => {});
    await client.close();
  });
  stage.say(
    'There is no node: the demo plays the kubelet and says of each Pod that it is ready. No Redis server runs.',
  );
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

type CleanUp = (() => Promise<void>)[];
