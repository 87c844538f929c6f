// `npm run demo`: the Redis operator on a control plane of its own, from generated YAML to the deletion of a Redis.
import { constants } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'kubewright';
import { CleanUp } from './clean-up.js';
import { type DemoCluster, startDemoCluster } from './demo-cluster.js';
import { type DemoOptions, readOptions, USAGE } from './demo-options.js';
import { Interrupted } from './interrupted.js';
import { OperatorProcess, operatorCommand } from './operator-process.js';
import { pretendNode } from './pretend-node.js';
import { redisLife } from './redis-life.js';
import { Stage } from './stage.js';

/** Aborts with why the demo cannot go on. */
const stopping = new AbortController();
// At once: a control plane that was stopped while it starts has nobody else to end it.
process.exit(await main());

/** @returns the exit status */
async function main(): Promise<number> {
  let options: DemoOptions | undefined;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 1;
  }
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // It may come twice: npm passes on what a terminal has sent to the whole process group.
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      console.error(`\n${signal}: stopping everything that was started ...`);
      stopping.abort(new Interrupted(signal));
    });
  }
  const cleanUp = new CleanUp();
  const status = await demo(options, stopping.signal, cleanUp);
  const failures = await cleanUp.run();
  for (const failure of failures) console.error('The demo has failed to stop something:', failure);
  return status === 0 && failures.length > 0 ? 1 : status;
}

/** @returns 0, or 1 for a step that failed, or 128 and the number of the signal that has stopped it */
async function demo(options: DemoOptions, stop: AbortSignal, cleanUp: CleanUp): Promise<number> {
  const started = performance.now();
  const stage = new Stage(stop);
  let operator: OperatorProcess | undefined;
  console.log('The life of a Redis under its operator, on a cluster of its own: no other cluster is looked at.');
  try {
    stage.begin('Generate the YAML from api/v1/redis.ts and controllers/');
    await stage.node('dist/cli/main.js', 'generate');

    stage.begin('Start a control plane on 127.0.0.1');
    const cluster = await startDemoCluster(stage, options, cleanUp);
    await cluster.user.introduce();

    stage.begin('Apply the CRD and the RBAC rules');
    const { namespace, name } = await cluster.user.install();

    stage.begin('Start the operator, as the service account that the rules are bound to');
    operator = await startOperator(stage, cluster, { namespace, name }, cleanUp);
    if (!cluster.hasNode) await startNode(stage, cluster, cleanUp);

    await redisLife(stage, cluster.user);
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
  }
}

async function startOperator(
  stage: Stage,
  { controlPlane, user, authorizes }: DemoCluster,
  account: { readonly namespace: string; readonly name: string },
  cleanUp: CleanUp,
): Promise<OperatorProcess> {
  const name = `system:serviceaccount:${account.namespace}:${account.name}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  const kubeconfig = await controlPlane.userKubeconfig(name, groups);
  if (!authorizes) {
    stage.say('This control plane lets everybody do everything; a real one (--real) holds the operator to its role:');
  }
  await user.showRole({ user: name, kubeconfig });
  stage.showInBackground(...operatorCommand(kubeconfig));
  const operator = new OperatorProcess(kubeconfig, join(controlPlane.folder, 'operator.log'));
  cleanUp.push(() => operator.stop());
  operator.ended.catch(error => stopping.abort(error));
  return operator;
}

/** There is no kubelet on a real control plane without nodes; somebody has to say that the Pods are ready. */
async function startNode(stage: Stage, { controlPlane }: DemoCluster, cleanUp: CleanUp): Promise<void> {
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
