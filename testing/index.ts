// The door `kubewright/testing`: a Kubernetes API inside a test. Every name that is exported here is public.
export type { Clock, Timer } from '../devcluster/clock/clock.js';
export { FakeClock } from '../devcluster/clock/fake-clock.js';
export type { InjectedFault } from '../devcluster/faults/active-fault.js';
export { type CutWatchOptions, cut, cutWatch } from '../devcluster/faults/cut.js';
export { delay, hang } from '../devcluster/faults/delay.js';
export { drop, loseAnswer } from '../devcluster/faults/drop.js';
export { expire } from '../devcluster/faults/expire.js';
export type { Exchange, Fault, FaultOptions, FaultTarget } from '../devcluster/faults/fault.js';
export type { Faults } from '../devcluster/faults/fault-injector.js';
export { garble } from '../devcluster/faults/garble.js';
export { interfere } from '../devcluster/faults/interfere.js';
export { conflict, type RefusalReason, type RefuseOptions, refuse } from '../devcluster/faults/refuse.js';
export type { RequestFacts, RequestVerb } from '../devcluster/faults/request-facts.js';
export { silenceWatch } from '../devcluster/faults/silence-watch.js';
export type { RestartOptions } from '../devcluster/server.js';
export type { Manifest } from '../manifests/manifest.js';
export { startTestCluster, type TestCluster, type TestClusterOptions } from './test-cluster.js';
export type { UntilOptions } from './until.js';
