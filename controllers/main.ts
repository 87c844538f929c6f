// The Redis operator: its wiring.
import {
  controller,
  createLogger,
  exitOnUncaught,
  Manager,
  readFlags,
  shutdownSignal,
  toggleDebugOnSignal,
} from 'kubewright';
import { RedisReconciler } from './redis/redis-reconciler.js';

const flags = readFlags('redis-operator');
const log = createLogger(flags.log);
exitOnUncaught(log);
toggleDebugOnSignal(log);

try {
  const manager = new Manager({ ...flags.manager, log });
  manager.add(controller(new RedisReconciler()));
  await manager.run(shutdownSignal());
} catch (error) {
  log.fatal('the operator has ended', { error });
}
