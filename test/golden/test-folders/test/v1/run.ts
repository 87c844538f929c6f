import { CustomResource, Resource } from 'kubewright';

// A group that is called test: the name of its folder is no reason to be silent.
@Resource({ group: 'test.example.com', version: 'v1', kind: 'Run' })
export class Run extends CustomResource<{ size?: string }> {}
