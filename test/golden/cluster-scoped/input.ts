import { ClusterResource, PrintColumn, Resource } from 'kubewright';

/** What a fleet is made of. */
export interface FleetSpec {
  /** Names of its clusters. */
  clusters: string[];
}

/** Fleet is a set of clusters. It lives in no namespace. */
@Resource({ group: 'fleet.example.com', version: 'v1', kind: 'Fleet' })
@PrintColumn('First', '.spec.clusters[0]')
export class Fleet extends ClusterResource<FleetSpec> {}

/** A second resource in one file, with a plural of its own. */
@Resource({ group: 'fleet.example.com', version: 'v1', kind: 'Gateway', plural: 'gateways' })
export class Gateway extends ClusterResource<FleetSpec> {}
