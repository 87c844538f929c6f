// What workloads refuse, and what of them may change.
import { deployment, named, podTemplate } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const rolling = (rollingUpdate: object) => ({ rollingUpdate });
const template = (spec: object, metadata: object = {}) => ({
  metadata: { ...podTemplate.metadata, ...metadata },
  spec: { ...podTemplate.spec, ...spec },
});
const jobTemplate = { spec: { ...podTemplate.spec, restartPolicy: 'Never' } };
const job = (name: string, spec: object) => named(name, { spec: { template: jobTemplate, ...spec } });
const cronJob = (spec: object) =>
  named('a', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: jobTemplate } }, ...spec } });
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const mounting = template({
  containers: [{ name: 'main', image: 'nginx', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
});

const DEPLOYMENTS = 'POST apps/v1/deployments';
const STATEFUL_SETS = 'POST apps/v1/statefulsets';
const DAEMON_SETS = 'POST apps/v1/daemonsets';
const JOBS = 'POST batch/v1/jobs';
const CRON_JOBS = 'POST batch/v1/cronjobs';

export const workloadRules = area(
  'workload rules',
  scenario(
    'Deployments',
    ask('a selector of no label', DEPLOYMENTS, deployment('a', { selector: { matchLabels: { 'a b': 'c d' } } })),
    ask(
      'a selector of no operator',
      DEPLOYMENTS,
      deployment('a', { selector: { matchExpressions: [{ key: 'app', operator: 'Equals', values: ['a b'] }] } }),
    ),
    ask(
      'a template with no label',
      DEPLOYMENTS,
      deployment('a', { template: template({}, { annotations: { 'a b': '' } }) }),
    ),
    ask('a deadline for the Pods', DEPLOYMENTS, deployment('a', { template: template({ activeDeadlineSeconds: 5 }) })),
    ask('a deadline too soon', DEPLOYMENTS, deployment('a', { progressDeadlineSeconds: 5, minReadySeconds: 5 })),
    ask(
      'steps below zero',
      DEPLOYMENTS,
      deployment('a', { strategy: rolling({ maxSurge: -1, maxUnavailable: '-1%' }) }),
    ),
    ask('steps above all', DEPLOYMENTS, deployment('a', { strategy: rolling({ maxUnavailable: '101%' }) })),
    ask('steps that are no numbers', DEPLOYMENTS, deployment('a', { strategy: rolling({ maxSurge: 'x' }) })),
    ask(
      'steps of nothing, in percent',
      DEPLOYMENTS,
      deployment('a', { strategy: rolling({ maxSurge: '00%', maxUnavailable: '0%' }) }),
    ),
    ask('a step of too large a number', DEPLOYMENTS, deployment('a', { strategy: rolling({ maxSurge: 99999999999 }) })),
    ask(
      'another strategy with steps',
      DEPLOYMENTS,
      deployment('a', { strategy: { type: 'Magic', ...rolling({ maxSurge: 1 }) } }),
    ),
  ),
  scenario(
    'StatefulSets',
    ask(
      'mount their claims',
      STATEFUL_SETS,
      deployment('a', { serviceName: 'a', template: mounting, volumeClaimTemplates: [claim] }),
    ),
    ask('mount no claims of others', STATEFUL_SETS, deployment('b', { template: mounting })),
    ask(
      'claims of nothing',
      STATEFUL_SETS,
      deployment('b', { volumeClaimTemplates: [{ metadata: { name: 'data' } }] }),
    ),
    ask('a name with a dot', STATEFUL_SETS, deployment('a.b')),
    ask('a service of no name', STATEFUL_SETS, deployment('b', { serviceName: 'A_b' })),
    ask('a partition below zero', STATEFUL_SETS, deployment('b', { updateStrategy: rolling({ partition: -1 }) })),
    ask('another strategy', STATEFUL_SETS, deployment('b', { updateStrategy: { type: 'Magic' } })),
    ask(
      'steps without a strategy for them',
      STATEFUL_SETS,
      deployment('b', { updateStrategy: { type: 'OnDelete', ...rolling({}) } }),
    ),
    ask(
      'other claims that are kept',
      STATEFUL_SETS,
      deployment('b', { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Never' } }),
    ),
    ask('changed to what they could not be', 'MERGE apps/v1/statefulsets/a', {
      spec: { template: { metadata: { labels: { app: 'other' } } } },
    }),
    ask('changed claims', 'MERGE apps/v1/statefulsets/a', { spec: { volumeClaimTemplates: [] } }),
  ),
  scenario(
    'DaemonSets',
    ask('no selector', DAEMON_SETS, deployment('a', { selector: null })),
    ask('a selector of no label', DAEMON_SETS, deployment('a', { selector: { matchLabels: { 'a b': 'c' } } })),
    ask(
      'steps of both kinds',
      DAEMON_SETS,
      deployment('a', { updateStrategy: rolling({ maxSurge: 1, maxUnavailable: 1 }) }),
    ),
    ask(
      'steps of neither',
      DAEMON_SETS,
      deployment('a', { updateStrategy: rolling({ maxSurge: 0, maxUnavailable: 0 }) }),
    ),
    ask('another strategy', DAEMON_SETS, deployment('a', { updateStrategy: { type: 'Magic' } })),
  ),
  scenario(
    'ReplicationControllers',
    ask(
      'a selector of others',
      'POST replicationcontrollers',
      named('a', { spec: { selector: { app: 'x' }, template: podTemplate } }),
    ),
    ask(
      'an end',
      'POST replicationcontrollers',
      named('a', { spec: { template: template({ restartPolicy: 'Never' }) } }),
    ),
  ),
  scenario(
    'Jobs',
    ask('of a mode that is not there', JOBS, job('a', { completionMode: 'Magic' })),
    ask('of an index alone', JOBS, job('a', { backoffLimitPerIndex: 1 })),
    ask(
      'that fail at more than there are',
      JOBS,
      job('a', { completionMode: 'Indexed', completions: 3, maxFailedIndexes: 5 }),
    ),
    ask('that select nothing themselves', JOBS, job('a', { manualSelector: true })),
    ask('of a manager without a domain', JOBS, job('a', { managedBy: 'x' })),
    ask('that replace by a rule that is not there', JOBS, job('a', { podReplacementPolicy: 'Magic' })),
    ask(
      'with rules for failures that say nothing',
      JOBS,
      job('a', {
        podFailurePolicy: {
          rules: [{ action: 'Magic' }, { action: 'Ignore', onExitCodes: { operator: 'In', values: [0, 0] } }],
        },
      }),
    ),
    given(JOBS, job('held', { suspend: true })),
    ask('held back may go elsewhere', 'MERGE batch/v1/jobs/held', {
      spec: { template: { spec: { nodeSelector: { a: 'b' } } } },
    }),
    given(JOBS, job('indexed', { completionMode: 'Indexed', completions: 3, parallelism: 3 })),
    ask('with an index grow in both', 'MERGE batch/v1/jobs/indexed', { spec: { completions: 5, parallelism: 5 } }),
    ask('with an index do not grow in one', 'MERGE batch/v1/jobs/indexed', { spec: { completions: 7 } }),
  ),
  scenario(
    'CronJobs',
    ...['60 * * * *', '* * * * 7', '*/0 * * * *', '@Hourly', 'TZ=UTC * * * * *', 'a b c d e', '* * * * * *'].map(
      schedule => ask(`at ${schedule}`, CRON_JOBS, cronJob({ schedule })),
    ),
    ...['Bogus', 'europe/berlin', 'Local', ''].map(timeZone => ask(`in ${timeZone}`, CRON_JOBS, cronJob({ timeZone }))),
    ask(
      'that select',
      CRON_JOBS,
      cronJob({ jobTemplate: { spec: { template: jobTemplate, manualSelector: true, selector: {} } } }),
    ),
    ask('of a long name', CRON_JOBS, { ...cronJob({}), metadata: { name: 'a'.repeat(53) } }),
  ),
);
