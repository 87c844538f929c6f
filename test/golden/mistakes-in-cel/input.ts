// Rules in CEL that the API server would refuse.
import {
  allow,
  CustomResource,
  type Double,
  type Int32,
  type JsonValue,
  ListMap,
  MaxItems,
  MaxLength,
  Resource,
  type Time,
  Validates,
  Validation,
} from 'kubewright';

interface Port {
  name: string;
  port?: Int32;
}

@Validation('self.min <= self.max', { optionalOldSelf: true })
class Spec {
  min?: Int32;
  max?: Int32;
  ratio?: Double;
  when?: Time;
  json?: JsonValue;
  @MaxLength(20) name?: string;
  @Validation('self.size() > 0 &&') a1?: string;
  @Validation('self.port >= 1 && self.nam.size() < 5') a2?: Port;
  @Validation('sef == 1 || self.isValid()') a3?: Int32;
  @Validation("self == 'one'") a4?: Int32;
  @Validation('self + 1.5 < 3.0') a5?: Int32;
  @Validation("self < '2030-01-01T00:00:00Z'") a6?: Time;
  @Validation('self') a7?: Int32;
  @Validation("self.matches('[')") a8?: string;
  @Validation(
    `
      self.port > 0 &&
        self.prot < 10
    `,
    'ports are great',
  )
  a9?: Port;
  @Validation('self.name == \'a\' && self.prot > 0') a10?: Port;
  @Validation('true', { messageExpression: 'self.port' }) a11?: Port;
  @Validation('true', { messageExpression: "'no port ' + self.prot" }) a12?: Port;
  @Validation('self.all(x, self.exists_one(y, x == y))') a13?: string[];
  @Validation("self.all(k, self[k].contains('a'))") a14?: Record<string, string>;
  @Validation('true', { messageExpression: "self.map(x, self.join(',')).join(x)" }) a15?: string[];
  @Validation('true', { messageExpression: "self.map(x, self.join(',')).join(' ')" }) a16?: string[];
  a17?: Owned[];
  @ListMap('name') @MaxItems(10) a18?: Owned[];
  @Validation('lists.range(10000).all(x, lists.range(10000).all(y, x != y))') a19?: string;
  a20?: Many[];
}

class Owned {
  @MaxLength(20) name!: string;
  @Validation('self == oldSelf') fixed?: Int32;
}

class Many {
  @Validation("self.size() < 5 && self != 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'")
  name?: string;
}

@Validation("self.metadata.labels['a'] == 'b'")
@Validation('self.spec.json == 1')
@Validation("self.metadata.name.startsWith('a')")
@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}

const range = 'lists.range(1000).all(x, lists.range(1350)';

class Dear {
  @Validation(`${range}.all(y, x < y))`) a?: string;
  @Validation(`${range}.all(y, y < x))`) b?: string;
  @Validation(`${range}.all(y, x <= y))`) c?: string;
  @Validation(`${range}.all(y, y <= x))`) d?: string;
  @Validation(`${range}.all(y, x > y))`) e?: string;
  @Validation(`${range}.all(y, y > x))`) f?: string;
  @Validation(`${range}.all(y, x >= y))`) g?: string;
  @Validation(`${range}.all(y, y >= x))`) h?: string;
  @Validation(`${range}.all(z, x < z))`) i?: string;
  @Validation(`${range}.all(z, z < x))`) j?: string;
  @Validation(`${range}.all(z, x <= z))`) k?: string;
  @Validation(`${range}.all(z, z <= x))`) l?: string;
  @Validation(`${range}.all(z, x > z))`) m?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Dearth' })
export class Dearth extends CustomResource<Dear> {}

@Validates(Thing, {
  matchConditions: [
    { name: 'not-well-formed', expression: 'object.spec ==' },
    { name: 'unknown-field', expression: "request.user.username == 'a'" },
    { name: 'unknown-name', expression: "self.kind == 'Thing'" },
    { name: 'no-bool', expression: 'object.spec.name' },
    { name: 'text-and-list', expression: "request.userInfo.groups == 'system:nodes'" },
    { name: 'fine', expression: "authorizer.group('').resource('pods').check('get').allowed() && object.a == oldObject.a" },
  ],
})
export class Judge {
  validateCreate() {
    return allow();
  }
}
