import { CustomResource, type Int32, Maximum, Minimum, PrintColumn, Resource } from 'kubewright';

/** What to run, and how often. */
export class JobSpec {
  /**
   * The command line of each run.
   *
   * The first word is the program:
   *   - it is looked for in the image,
   *   - not on the node.
   */
  command!: string[];

  /** How many runs must succeed. */
  @Minimum(1)
  @Maximum(100)
  completions!: Int32;

  /** Whether to wait for somebody to say go. */
  suspend?: boolean;

  /** Environment of each run. */
  environment?: Record<string, string>;

  withoutComment?: string;
}

/** How the runs went. */
export interface JobStatus {
  /** Runs that ended well. */
  succeeded?: Int32;
}

/** Job runs a command to its end, some number of times. */
@Resource({
  group: 'batch.example.com',
  version: 'v1beta1',
  kind: 'Job',
  shortNames: ['jb', 'jbs'],
  categories: ['all', 'batch'],
  singular: 'job',
})
@PrintColumn('Succeeded', '.status.succeeded', { description: 'Runs that ended well.' })
@PrintColumn('Suspended', '.spec.suspend', { priority: 1 })
export class Job extends CustomResource<JobSpec, JobStatus> {}
