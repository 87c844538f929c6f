// What a Snapshot shows and a Draft takes; compiled, never run.
import {
  type Condition,
  CustomResource,
  type Defaulted,
  type Draft,
  type Int32,
  type Quantity,
  type Snapshot,
} from 'kubewright';

/** Compiles where the two types are the same, not merely assignable. */
type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
function same<A, B>(_yes: Same<A, B>): void {}

interface Sidecar {
  port?: Defaulted<Int32>;
  name?: string;
}
class Spec {
  replicas?: Defaulted<Int32>;
  mode?: Defaulted<'A' | 'B'>;
  image!: string;
  note?: string;
  nullable!: string | null;
  sidecar?: Sidecar;
  sidecars?: Sidecar[];
  limits?: Record<string, Quantity>;
  anything?: unknown;
}
class Status {
  replicas?: Int32;
  conditions?: Condition[];
}
class Redis extends CustomResource<Spec, Status> {}

export function reads(redis: Snapshot<Redis>): void {
  same<typeof redis.spec.replicas, Int32>(true);
  same<typeof redis.spec.mode, 'A' | 'B'>(true);
  same<typeof redis.spec.note, string | undefined>(true);
  same<typeof redis.spec.nullable, string | null>(true);
  same<typeof redis.apiVersion, string>(true);
  same<typeof redis.metadata.name, string>(true);
  same<typeof redis.metadata.namespace, string>(true);
  same<typeof redis.metadata.uid, string>(true);
  same<typeof redis.spec.anything, unknown>(true);

  const sum: number = redis.spec.replicas + 1;
  const first: Snapshot<Sidecar> | undefined = redis.spec.sidecars?.[0];
  const behind: number | undefined = redis.spec.sidecar?.port;
  const limit: Quantity | undefined = redis.spec.limits?.cpu;
  void [sum, first, behind, limit];

  // @ts-expect-error optional: may be absent
  redis.spec.note.length;
  // @ts-expect-error the parent is optional, so the default behind it may be absent
  redis.spec.sidecar.port;
  // @ts-expect-error the status may be absent
  redis.status.replicas;
  // @ts-expect-error no such field
  redis.spec.replica;
}

export function isReadOnly(redis: Snapshot<Redis>): void {
  // @ts-expect-error read-only
  redis.spec = { ...redis.spec };
  // @ts-expect-error read-only below
  redis.spec.replicas = 3;
  // @ts-expect-error read-only in the metadata
  redis.metadata.name = 'a';
  // @ts-expect-error read-only maps
  redis.metadata.labels = {};
  // @ts-expect-error read-only lists
  redis.spec.sidecars?.push({ name: 'a' });
  // @ts-expect-error read-only items
  if (redis.status?.conditions?.[0]) redis.status.conditions[0].status = 'True';
}

/** The raw class is for writing: what it holds is not known to be there. */
export function rawClass(redis: Redis): void {
  // @ts-expect-error Defaulted is not a number
  redis.spec.replicas + 1;
}

export const drafts: readonly Draft<Redis>[] = [
  { metadata: { name: 'a', namespace: 'b' }, spec: { image: 'redis', nullable: null } },
  { metadata: { generateName: 'a-' }, spec: { image: 'redis', nullable: 'x', replicas: 3, mode: 'A' } },
  {
    metadata: {},
    spec: { image: 'redis', nullable: null, sidecar: {}, sidecars: [{ port: 1 }], limits: { cpu: '1' } },
  },
  // @ts-expect-error the image is required
  { metadata: {}, spec: { nullable: null } },
  // @ts-expect-error the spec is required
  { metadata: {} },
  // @ts-expect-error a misspelled field
  { metadata: {}, spec: { image: 'redis', nullable: null, replica: 3 } },
  // @ts-expect-error the wrong type
  { metadata: {}, spec: { image: 'redis', nullable: null, replicas: '3' } },
  // @ts-expect-error not one of the literals
  { metadata: {}, spec: { image: 'redis', nullable: null, mode: 'C' } },
  // @ts-expect-error null where the field is never null
  { metadata: {}, spec: { image: null, nullable: null } },
  // @ts-expect-error a misspelled field of an item
  { metadata: {}, spec: { image: 'redis', nullable: null, sidecars: [{ prt: 1 }] } },
];

/** What was read can be written, changed by spread. */
export function changed(redis: Snapshot<Redis>): Draft<Redis> {
  return { ...redis, spec: { ...redis.spec, replicas: redis.spec.replicas + 1, sidecars: [] } };
}

/** Generic code can read the head of any object. */
export function nameOf<T extends Redis>(object: Snapshot<T>): string {
  return `${object.kind} ${object.metadata.name}`;
}
