import { CustomResource, type Int32, Resource } from 'kubewright';

export class Spec {
  size!: Int32;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}
