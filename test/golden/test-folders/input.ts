import { CustomResource, Resource } from 'kubewright';

@Resource({ group: 'apps.example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<{ size?: string }> {}
