// The compiler is told to be silent about a type that is not there.
import { CustomResource, Resource } from 'kubewright';

export class RedisSpec {
  // @ts-ignore
  size!: Missing;
  // @ts-expect-error
  zones!: string[] | import('./nowhere.js').Zones;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Redis' })
export class Redis extends CustomResource<RedisSpec> {}
