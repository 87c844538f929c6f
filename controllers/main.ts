// The Redis operator: its wiring.
import {
  controller,
  createLogger,
  exitOnUncaught,
  Manager,
  readFlags,
  shutdownSignal,
  toggleDebugOnSignal,
  webhook,
} from 'kubewright';
import { RedisReconciler } from './redis/redis-reconciler.js';
import { RedisWebhook } from './redis/redis-webhook.js';

const flags = readFlags('redis-operator');
const log = createLogger(flags.log);
exitOnUncaught(log);
toggleDebugOnSignal(log);

try {
  const manager = new Manager({ ...flags.manager, log });
  manager.add(controller(new RedisReconciler()));
  manager.add(webhook(new RedisWebhook()));
  await manager.run(shutdownSignal());
} catch (error) {
  log.fatal('the operator has ended', { error });
}
