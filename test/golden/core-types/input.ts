import {
  CustomResource,
  type Duration,
  type IntOrString,
  ListMap,
  type ObjectMeta,
  PrintColumn,
  type Quantity,
  Resource,
  type Time,
} from 'kubewright';
import type {
  Affinity,
  ContainerPort,
  LabelSelector,
  ObjectReference,
  PersistentVolumeClaimSpec,
  PodSpec,
  ResourceRequirements,
} from 'kubewright/kinds';

/** The scheduling part of a Pod, without the rest. */
export interface Scheduling extends Pick<PodSpec, 'nodeSelector' | 'tolerations' | 'imagePullSecrets'> {
  affinity?: Pick<Affinity, 'podAntiAffinity'>;
}

export class DatabaseSpec {
  /** What the database listens on. */
  @ListMap('containerPort') ports?: ContainerPort[];
  resources?: ResourceRequirements | null;
  claim?: Omit<PersistentVolumeClaimSpec, 'volumeName'>;
  selector?: LabelSelector;
  scheduling?: Scheduling;
  /** Put on everything that is made. */
  metadata?: ObjectMeta;
  byZone?: Record<string, ResourceRequirements>;
  size?: Quantity;
  port?: IntOrString;
  timeout?: Duration;
}

export class DatabaseStatus {
  primary?: ObjectReference;
  lastBackup?: Time;
}

/** A database. */
@Resource({ group: 'db.example.com', version: 'v1', kind: 'Database' })
@PrintColumn('CPU', '.spec.resources.limits.cpu')
@PrintColumn('Primary', '.status.primary.name')
@PrintColumn('Port', '.spec.ports[0].containerPort')
export class Database extends CustomResource<DatabaseSpec, DatabaseStatus> {}
