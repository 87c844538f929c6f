import { CustomResource, Default, type Defaulted, Example, Resource } from 'kubewright';

export class ZooSpec {
  /** The server fills this in where it is missing, in every version. */
  @Default('zooDefaultString')
  @Example('zooExampleString')
  defaultedString?: Defaulted<string>;
}

export class ZooStatus {}

/** Zoo is one of two kinds that are alike. */
@Resource({ group: 'bar.example.com', version: 'zoo', kind: 'Zoo' })
export class Zoo extends CustomResource<ZooSpec | undefined, ZooStatus> {}
