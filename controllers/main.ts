// The Redis operator: its wiring.
import { controller, createLogger, exitOnUncaught, Manager, shutdownSignal, toggleDebugOnSignal } from 'kubewright';
import { readFlags } from './flags.js';
import { RedisReconciler } from './redis/redis-reconciler.js';

const flags = readFlags(process.argv.slice(2));
const log = createLogger(flags.log);
exitOnUncaught(log);
toggleDebugOnSignal(log);

try {
  const manager = new Manager({ name: 'redis-operator', log, ...flags.manager });
  manager.add(controller(new RedisReconciler()));
  await manager.run(shutdownSignal());
} catch (error) {
  log.fatal('the operator has ended', { error });
}
