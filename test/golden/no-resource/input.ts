import { CustomResource } from 'kubewright';

export class Spec {
  image?: string;
}

// Somebody forgot @Resource here.
export class Thing extends CustomResource<Spec> {}
