// Every rule that a field can have, and those for what is in it.
import {
  type Condition,
  CustomResource,
  Default,
  type Defaulted,
  type Double,
  EmbeddedResource,
  Enum,
  Example,
  ExternalDocs,
  Format,
  type Int32,
  type Int64,
  type IntOrString,
  Items,
  Keys,
  ListAtomic,
  ListMap,
  ListSet,
  MapAtomic,
  MapGranular,
  MaxItems,
  Maximum,
  MaxLength,
  MaxProperties,
  Minimum,
  MinItems,
  MinLength,
  MinProperties,
  MultipleOf,
  Pattern,
  PreserveUnknownFields,
  type Quantity,
  Resource,
  Rules,
  Schemaless,
  Title,
  Type,
  Validation,
  Values,
} from 'kubewright';

const LONGEST = 63;

const Port = Rules<Int32>(Minimum(1), Maximum(65535));
const Label = Rules<string>(MinLength(1), MaxLength(LONGEST), Pattern(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/));
const Labels = Rules<string[]>(MinItems(1), MaxItems(8), ListSet, Items(Label));

interface Address {
  host: string;
  port: Int32;
}

interface Tree {
  name: string;
  children?: Tree[];
}

export class Numbers {
  @Minimum(0, { exclusive: true })
  @Maximum(1, { exclusive: true })
  share?: Double;

  @Minimum(-5, { exclusive: false })
  @MultipleOf(5)
  step?: Int64;

  @Port
  port?: Int32;

  /** Both rules hold: the tighter bound counts. */
  @Port
  @Minimum(1024)
  unprivileged?: Int32;

  @Port
  @Default(8080)
  @Example(9090)
  defaulted?: Defaulted<Int32>;
}

export class Texts {
  @Label
  label?: string;

  /** Both patterns hold. */
  @Label
  @Pattern('^team-')
  @MaxLength(20)
  team?: string;

  @Pattern(/^\/[\w/]*\u00df?$/i)
  path?: string;

  @Format('ipv4')
  @Title('The address')
  @ExternalDocs('https://example.com/addresses', 'How addresses are chosen.')
  address?: string;

  @Enum('Always', 'Never')
  policy?: 'Always' | 'IfNeeded' | 'Never';

  @Enum(0, '25%', '50%')
  surge?: IntOrString;

  @Pattern('^(\\d+|\\d+%)$')
  unavailable?: IntOrString;

  /** Has a pattern already. */
  @Pattern('Gi$')
  memory?: Quantity;
}

export class Lists {
  @Labels
  labels?: string[];

  @Items(Port, Minimum(1024))
  @ListAtomic
  ports?: Int32[];

  @Items(MinItems(2), Items(MultipleOf(2)))
  grid?: Int32[][];

  @ListMap('host', 'port')
  @MaxItems(16)
  addresses?: Address[];

  @ListSet
  @Items(MapAtomic)
  pairs?: Address[];

  @Items(Title('One of several'), Validation('self.port > 0', 'a port is greater than 0'))
  checked?: Address[];
}

export class Maps {
  @MinProperties(1)
  @MaxProperties(8)
  @Keys(Label)
  @Values(MaxLength(LONGEST))
  @MapAtomic
  labels?: Record<string, string>;

  @MaxProperties(4)
  @Keys(Enum('cpu', 'memory'), Validation("self != 'gpu'", 'no GPUs'))
  @Values(Pattern('^[0-9]+$'))
  @MapGranular
  limits?: Record<string, Quantity>;

  @Values(ListMap('host'), Items(MapGranular))
  zones?: Record<string, Address[]>;
}

export class Open {
  @PreserveUnknownFields
  anything?: unknown;

  @PreserveUnknownFields
  more?: { known?: string };

  @EmbeddedResource
  @PreserveUnknownFields
  object?: unknown;

  @EmbeddedResource
  named?: { apiVersion: string; kind: string; spec: { size: Int32 } };

  /** Contains itself. */
  @Schemaless
  @Type('object')
  @PreserveUnknownFields
  tree?: Tree;

  @Schemaless
  @Type('string')
  @MinLength(1)
  secret?: unknown;

  @Values(PreserveUnknownFields)
  @MaxProperties(2)
  parts?: Record<string, unknown>;
}

export class Checked {
  min?: Int32;
  max?: Int32;

  @Validation('self.startsWith("a")')
  @Validation(`self.size() <= ${LONGEST}`, { message: 'too long', reason: 'FieldValueForbidden' })
  @MaxLength(100)
  text?: string;

  @Validation(
    `
      // The port moves up only.
      !oldSelf.hasValue() ||
        self.port >= oldSelf.value().port
    `,
    {
      message: 'the port moves up only',
      messageExpression: 'self.port < 1024 ? "a low port must not go down" : "a port must not go down"',
      fieldPath: '.port',
      optionalOldSelf: true,
    },
  )
  address?: Address;
}

export class Spec {
  numbers?: Numbers;
  texts?: Texts;
  lists?: Lists;
  maps?: Maps;
  open?: Open;
  @Validation('!has(self.min) || !has(self.max) || self.min <= self.max', 'min must not be above max')
  checked?: Checked;
}

export class Status {
  @ListMap('type')
  conditions?: Condition[];
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Ruled' })
export class Ruled extends CustomResource<Spec, Status> {}
