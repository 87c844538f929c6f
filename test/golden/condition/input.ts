import { type Condition, CustomResource, type Int32, ListMap, PrintColumn, Resource } from 'kubewright';

export class GatewaySpec {
  /** The listeners, told apart by name and port. */
  @ListMap('name', 'port')
  listeners?: Listener[];
}

export class Listener {
  name!: string;
  port!: Int32;
}

export class GatewayStatus {
  /** What is known. */
  @ListMap('type')
  conditions?: Condition[];
}

@Resource({ group: 'example.com', version: 'v1alpha1', kind: 'Gateway' })
@PrintColumn('Ready', '.status.conditions[?(@.type=="Ready")].status')
export class Gateway extends CustomResource<GatewaySpec, GatewayStatus> {}
