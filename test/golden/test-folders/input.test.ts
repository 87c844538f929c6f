import { CustomResource, Resource } from 'kubewright';

@Resource({ group: 'apps.example.com', version: 'v1', kind: 'Tested' })
export class Tested extends CustomResource<{ size?: string }> {}
