// What an election counts, with the meanings that the metrics of client-go have.

/** Plain fields since the elector was made. */
export class LeaderElectionMetrics {
  /** 1 while this process leads: `leader_election_master_status`. */
  masterStatus: 0 | 1 = 0;
  /** Renewals for which the Lease had to be read first: `leader_election_slowpath_total`. */
  slowPath = 0;

  /** @param name the Lease's name, which is the label `name` of both */
  constructor(readonly name: string) {}
}
