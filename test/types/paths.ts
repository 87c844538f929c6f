// Which paths and classes the decorators of resources take and refuse; compiled, never run.
import {
  ClusterResource,
  type Condition,
  CustomResource,
  type Defaulted,
  type Int32,
  PrintColumn,
  type Quantity,
  Resource,
  Subresource,
  type Time,
} from 'kubewright';

interface Tls {
  secret: string;
  expires?: Time;
}
interface Node {
  name: string;
  children?: Node[];
}
class Spec {
  replicas?: Defaulted<Int32>;
  image!: string;
  tls?: Tls;
  ports!: { port: Int32; name?: string }[];
  args?: string[];
  labels?: Record<string, string>;
  limits?: Record<string, { amount: Quantity }>;
  tree?: Node;
}
class Status {
  replicas?: Int32;
  selector?: string;
  conditions?: Condition[];
}

@Resource({ group: 'example.org', version: 'v1', kind: 'Fine', plural: 'fine', shortNames: ['f'], categories: ['all'] })
@Subresource('scale')
@PrintColumn('Replicas', '.spec.replicas', { description: 'wished', priority: 1 })
@PrintColumn('Status', '.status.replicas')
@PrintColumn('Optional', '.spec.tls.secret')
@PrintColumn('Index', '.spec.ports[0].port')
@PrintColumn('All', '.spec.ports[*].name')
@PrintColumn('Scalar item', '.spec.args[0]')
@PrintColumn('Filter', '.status.conditions[?(@.type=="Ready")].status')
@PrintColumn('Unequal', '.status.conditions[?(@.type != "Ready")].reason')
@PrintColumn('Map', '.spec.labels.app')
@PrintColumn('Quoted', ".spec.labels['app.kubernetes.io/name']")
@PrintColumn('Escaped', '.spec.labels.app\\.kubernetes\\.io/name')
@PrintColumn('Map of objects', '.spec.limits.cpu.amount')
@PrintColumn('Recursive', '.spec.tree.children[0].children[0].name')
@PrintColumn('Age', '.metadata.creationTimestamp')
@PrintColumn('Namespace', '.metadata.namespace')
@PrintColumn('Label', '.metadata.labels.app')
@PrintColumn('Kind', '.kind')
export class Fine extends CustomResource<Spec, Status> {}

// @ts-expect-error a misspelled field
@PrintColumn('A', '.status.replica')
// @ts-expect-error a misspelled top
@PrintColumn('B', '.stats.replicas')
// @ts-expect-error a misspelled field of the metadata
@PrintColumn('C', '.metadata.creationTimestmp')
// @ts-expect-error a misspelled field in the filter
@PrintColumn('D', '.status.conditions[?(@.typ=="Ready")].status')
// @ts-expect-error a list without an index
@PrintColumn('E', '.status.conditions.status')
// @ts-expect-error an object
@PrintColumn('F', '.spec.tls')
// @ts-expect-error a list
@PrintColumn('G', '.spec.args')
// @ts-expect-error a field of a number
@PrintColumn('H', '.spec.replicas.x')
// @ts-expect-error an index into an object
@PrintColumn('I', '.spec.tls[0]')
// @ts-expect-error no leading dot
@PrintColumn('J', 'spec.image')
// @ts-expect-error a map of objects, not their field
@PrintColumn('K', '.spec.limits.cpu')
// @ts-expect-error no path
@PrintColumn('L', '')
// @ts-expect-error no path at all
@PrintColumn('M')
export class WrongColumns extends CustomResource<Spec, Status> {}

// @ts-expect-error there is no status
@PrintColumn('A', '.status.replicas')
@PrintColumn('B', '.spec.image')
export class WithoutStatus extends CustomResource<Spec> {}

@Resource({ group: 'example.org', version: 'v1', kind: 'Wide' })
@PrintColumn('Name', '.metadata.name')
// @ts-expect-error the metadata of a cluster-scoped resource has no namespace
@PrintColumn('Namespace', '.metadata.namespace')
export class Wide extends ClusterResource<Spec, Status> {}

class Sized {
  size!: Int32;
  name!: string;
}
class SizedStatus {
  size?: Int32;
  pods?: string;
}

@Subresource('scale', {
  specReplicasPath: '.spec.size',
  statusReplicasPath: '.status.size',
  labelSelectorPath: '.status.pods',
})
export class ScaledByOtherPaths extends CustomResource<Sized, SizedStatus> {}

// @ts-expect-error there is no .spec.replicas
@Subresource('scale')
export class NoReplicas extends CustomResource<Sized, Status> {}

// @ts-expect-error there is no .status.replicas
@Subresource('scale')
export class NoStatusReplicas extends CustomResource<Spec, SizedStatus> {}

// @ts-expect-error there is no .status.replicas, although the other path is said
@Subresource('scale', { specReplicasPath: '.spec.size' })
export class OneOfTwoPaths extends CustomResource<Sized, SizedStatus> {}

// @ts-expect-error .spec.name is not a number
@Subresource('scale', { specReplicasPath: '.spec.name', statusReplicasPath: '.status.size' })
export class WrongNumber extends CustomResource<Sized, SizedStatus> {}

@Subresource('scale', {
  specReplicasPath: '.spec.size',
  statusReplicasPath: '.status.size',
  // @ts-expect-error .status.size is not a string
  labelSelectorPath: '.status.size',
})
export class WrongSelector extends CustomResource<Sized, SizedStatus> {}

// @ts-expect-error no Status type
@Subresource('scale')
export class ScaledWithoutStatus extends CustomResource<Spec> {}

// @ts-expect-error no such subresource
@Subresource('log')
export class WrongSubresource extends CustomResource<Spec, Status> {}

// @ts-expect-error not a custom resource
@Resource({ group: 'example.org', version: 'v1', kind: 'Plain' })
export class Plain {
  spec!: Spec;
}

// @ts-expect-error the kind is not said
@Resource({ group: 'example.org', version: 'v1' })
export class WithoutKind extends CustomResource<Spec, Status> {}

// @ts-expect-error a misspelled option
@Resource({ group: 'example.org', version: 'v1', kind: 'Misspelled', shortNmes: ['m'] })
export class Misspelled extends CustomResource<Spec, Status> {}
