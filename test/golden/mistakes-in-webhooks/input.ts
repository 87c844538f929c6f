// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { allow, CustomResource, Defaults, Resource, Validates } from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class Spec {
  image?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}

class Judge {
  validateCreate = (_thing: any) => allow();
  default = (thing: any) => thing;
}

@Defaults(Thing)
@Defaults(Thing)
@Validates(Pod)
@Validates(Pod)
export class Twice extends Judge {}

@Defaults(Thing as any)
@Validates(Thing as any)
export class WithoutMethods {}

@Validates(Judge as any)
export class OfNoKind extends Judge {}

const bad = (options: object) => options as any;

@Validates(Thing, bad({ name: 'a.b.c' }))
@Defaults(Thing, {
  name: 'redis.example',
  configuration: 'My Webhooks',
  path: 'mutate',
  failurePolicy: 'fail' as any,
  matchPolicy: 'Equal' as any,
  sideEffects: 'Some' as any,
  reinvocationPolicy: 'Always' as any,
  scope: 'namespaced' as any,
  timeoutSeconds: 40,
  admissionReviewVersions: [],
  operations: ['create' as any, 'DELETE'],
  groups: [],
  versions: ['*', 'v1'],
})
export class Misspelt extends Judge {}

@Validates(Thing, {
  name: 'Validate.thing.example.com',
  url: 'http://example.com/a?b',
  serviceName: 'a',
  timeoutSeconds: 1.5,
  admissionReviewVersions: ['v2'],
  operations: ['UPDATE', 'CONNECT'],
  versions: ['v2'],
  resources: ['things', '*'],
  namespaceSelector: {
    matchLabels: { 'a b': 'c', ok: '-' },
    matchExpressions: [
      { key: 'a', operator: 'In' },
      { key: 'b', operator: 'Exists', values: ['c'] },
      { key: 'c', operator: 'Is' as any },
    ],
  },
  objectSelector: { labels: { a: 'b' } } as any,
  matchConditions: [
    { name: 'one', expression: 'true' },
    { name: 'one', expression: ' ' },
    { name: 'two three', expression: 'true' },
  ],
})
export class Unfit extends Judge {}

@Validates(Pod, { path: '/one//two', servicePort: 70_000, serviceName: '', admissionReviewVersions: ['v1', 'v1'] })
@Defaults(Pod, { resources: ['pods/*', 'pods/status'], timeoutSeconds: 0, operations: ['*'] })
export class OfPods extends Judge {}

@Validates(Pod, { name: 'other.pods.example.com', path: '/the-same' })
export class First extends Judge {}

@Validates(Pod, { name: 'other.pods.example.com', path: '/the-same', matchConditions: [{ name: 'a' }] as any })
export class Unreadable extends Judge {}

@Validates(Pod, { name: 'other.pods.example.com', path: '/the-same', timeout: 5 } as any)
export class Unknown extends Judge {}

@Validates(Pod, { name: 'other.pods.example.com', path: '/the-same', url: 'https://user@host/' })
export class Second extends Judge {}

@Validates(Pod, { name: 'other.pods.example.com', path: '/the-same' })
export class Third extends Judge {}

@Validates(Thing)
export class OfItself extends OfItself {}
