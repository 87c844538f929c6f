// One kind in four versions, in files of their own as in a project of kubebuilder; and one whose API was approved.
import { ClusterResource, CustomResource, type Int32, Resource } from 'kubewright';

export * from './v1/lamp.js';
export { Lamp as BetaLamp } from './v1beta1/lamp.js';

/** What was there at first; objects of it may still be stored. */
class FirstSpec {
  color?: string;
  brightness?: Int32;
}

/** Lamp gives light. */
@Resource({ group: 'home.example.com', version: 'v1alpha1', kind: 'Lamp', served: false })
export class FirstLamp extends CustomResource<FirstSpec> {}

/** What is to come. */
class NextSpec {
  colour!: string;
}

@Resource({ group: 'home.example.com', version: 'v2', kind: 'Lamp', skip: true })
export class NextLamp extends CustomResource<NextSpec> {}

/** Lux is a kind of a group of the Kubernetes community. */
@Resource({
  group: 'light.x-k8s.io.example.k8s.io',
  version: 'stable',
  kind: 'Lux',
  plural: 'luxes',
  annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/enhancements/pull/1111' },
})
export class Lux extends ClusterResource<FirstSpec> {}
