// Who leads, under the names of client-go.
import { counterFamily, gaugeFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** An election, as far as it is measured. */
export interface MeasuredElection {
  /** That of the Lease. */
  readonly name: string;
  readonly masterStatus: number;
  readonly slowPath: number;
}

const master = gaugeFamily('leader_election_master_status', '1 in the process that leads, 0 in those that stand by.');
const slowPath = counterFamily(
  'leader_election_slowpath_total',
  'Renewals of the Lease for which it had to be read first.',
);

/** `name` is that of the Lease. */
export function collectElection(registry: MetricsRegistry, election: MeasuredElection): void {
  registry.collect(() => {
    const { name, masterStatus } = election;
    return [master([[{ name }, masterStatus]]), slowPath([[{ name }, election.slowPath]])];
  });
}
