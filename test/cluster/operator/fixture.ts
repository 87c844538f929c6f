// The `test` of the operator's tests: an operator that runs in a namespace of the test's own, and somebody who watches.
import { test as base } from '../fixture.js';
import { Observer } from './observer.js';
import { grantOperatorRole, type RunningOperator, startOperator } from './running-operator.js';

/**
 * - `operatorKubeconfig`: that of the operator's user, who has the generated role in the test's namespace.
 * - `operator`: runs for as long as the test.
 * - `observer`: sees the namespace.
 */
export const test = base
  .extend('observer', async ({ admin, namespace }, { onCleanup }) => {
    const observer = new Observer(admin, [namespace]);
    onCleanup(() => observer.stop());
    await observer.start();
    return observer;
  })
  .extend(
    'operatorKubeconfig',
    async ({ controlPlane, admin, namespace }) => await grantOperatorRole(controlPlane, admin, [namespace]),
  )
  .extend('operator', async ({ operatorKubeconfig, namespace }, { onCleanup }): Promise<RunningOperator> => {
    const operator = startOperator(operatorKubeconfig, [namespace]);
    onCleanup(() => operator.stop());
    return operator;
  });
