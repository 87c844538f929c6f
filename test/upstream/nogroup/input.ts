import { CustomResource, Resource } from 'kubewright';

@Resource({ group: '', version: 'nogroup', kind: 'CronJob' })
export class CronJob extends CustomResource<undefined> {}
