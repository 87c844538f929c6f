import { CustomResource, Resource } from 'kubewright';

export class Spec {
  image?: string
  replicas? number;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {
