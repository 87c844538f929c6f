// Which classes the decorators of webhooks and @Rbac take and refuse; compiled, never run.
import {
  type AdmissionContext,
  allow,
  CustomResource,
  type Defaulted,
  Defaults,
  type Draft,
  deny,
  type Int32,
  Rbac,
  Resource,
  type Snapshot,
  Validates,
  type Verdict,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';

class Spec {
  size?: Defaulted<Int32>;
}
@Resource({ group: 'example.org', version: 'v1', kind: 'Redis' })
class Redis extends CustomResource<Spec> {}
@Resource({ group: 'example.org', version: 'v1', kind: 'Valkey' })
class Valkey extends CustomResource<{ image: string }> {}

@Defaults(Redis, { reinvocationPolicy: 'IfNeeded', timeoutSeconds: 5 })
@Validates(Redis, { failurePolicy: 'Ignore', operations: ['CREATE', 'UPDATE', 'DELETE'] })
@Rbac(Pod, ['get', 'list'], { namespace: 'here', resourceNames: ['one'], roleName: 'reader' })
@Rbac(Pod, ['create'], { subresource: 'eviction' })
@Rbac({ urls: ['/metrics'], verbs: ['get'] })
export class Fine {
  default(redis: Snapshot<Redis>, context: AdmissionContext<Redis>): Draft<Redis> {
    const size: number | undefined = context.oldObject?.spec.size;
    return context.dryRun ? redis : { ...redis, spec: { size: size ?? 3 } };
  }
  validateCreate(redis: Snapshot<Redis>): Verdict {
    return redis.spec.size > 3 ? deny('too large') : allow();
  }
  async validateUpdate(redis: Snapshot<Redis>, old: Snapshot<Redis>, context: AdmissionContext): Promise<Verdict> {
    return redis.spec.size < old.spec.size ? deny(`${context.user.username} may not shrink it`) : allow('slow');
  }
  validateDelete = (redis: Snapshot<Redis>) => (redis.metadata.name === 'a' ? deny('not this one') : allow());
}

@Validates(Pod)
@Defaults(Pod, { objectSelector: { matchLabels: { a: 'b' } } })
export class OfAnotherKind {
  default = async (pod: Snapshot<Pod>) => pod;
  validateDelete = async (_pod: Snapshot<Pod>, _context: AdmissionContext) => allow();
}

// @ts-expect-error no method default
@Defaults(Redis)
// @ts-expect-error no method that validates
@Validates(Redis)
export class Empty {}

// @ts-expect-error the object of another kind
@Defaults(Redis)
export class OfOther {
  default = (valkey: Snapshot<Valkey>) => valkey;
}

// @ts-expect-error answers nothing
@Defaults(Redis)
export class Silent {
  default(_redis: Snapshot<Redis>): void {}
}

// @ts-expect-error answers an object of another kind
@Defaults(Redis)
export class WrongAnswer {
  default = (_redis: Snapshot<Redis>): Draft<Valkey> => ({ metadata: { name: 'a' }, spec: { image: 'a' } });
}

// @ts-expect-error answers nothing
@Validates(Redis)
export class SilentJudge {
  validateCreate(_redis: Snapshot<Redis>): void {}
}

// @ts-expect-error the second method takes another kind
@Validates(Redis)
export class SecondOfOther {
  validateCreate = (_redis: Snapshot<Redis>) => allow();
  validateUpdate = (_redis: Snapshot<Redis>, _old: Snapshot<Valkey>) => allow();
}

// @ts-expect-error the last method answers a boolean
@Validates(Redis)
export class BooleanAnswer {
  validateCreate = (_redis: Snapshot<Redis>) => allow();
  validateDelete = (_redis: Snapshot<Redis>) => true;
}

// @ts-expect-error the context of another kind
@Validates(Redis)
export class ContextOfOther {
  validateCreate = (_redis: Snapshot<Redis>, _context: AdmissionContext<Valkey>) => allow();
}

// @ts-expect-error too many parameters
@Validates(Redis)
export class TooMany {
  validateCreate = (_redis: Snapshot<Redis>, _old: Snapshot<Redis>, _context: AdmissionContext) => allow();
}

// @ts-expect-error no such option
@Validates(Redis, { failure: 'Fail' })
// @ts-expect-error no such policy
@Validates(Redis, { failurePolicy: 'fail' })
// @ts-expect-error no such operation
@Validates(Redis, { operations: ['create'] })
// @ts-expect-error no such side effects
@Validates(Redis, { sideEffects: 'Some' })
// @ts-expect-error only mutating webhooks are asked again
@Validates(Redis, { reinvocationPolicy: 'Never' })
// @ts-expect-error no such operator
@Validates(Redis, { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } })
export class Options {
  validateCreate = (_redis: Snapshot<Redis>) => allow();
}

// @ts-expect-error no such option
@Rbac(Pod, ['get'], { name: 'a' })
// @ts-expect-error no such verb
@Rbac(Pod, ['lists'])
// @ts-expect-error urls hold everywhere
@Rbac({ urls: ['/metrics'], verbs: ['get'], namespace: 'a' })
// @ts-expect-error urls or resources
@Rbac({ urls: ['/metrics'], groups: [''], resources: ['pods'], verbs: ['get'] })
// @ts-expect-error no such option
@Rbac({ groups: [''], resources: ['pods'], verbs: ['get'], resourceName: ['a'] })
// @ts-expect-error a rule in full has its verbs in it
@Rbac({ urls: ['/metrics'], verbs: ['get'] }, ['get'])
// @ts-expect-error no verbs
@Rbac({ urls: ['/metrics'] })
export class Rules {}
