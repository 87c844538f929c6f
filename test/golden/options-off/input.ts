import { CustomResource, Resource } from 'kubewright';

export class Spec {
  image?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}
