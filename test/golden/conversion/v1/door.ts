import { type Converted, ConvertsTo, CustomResource, type Int32, Resource, type Snapshot } from 'kubewright';
import { Door as Hub, type Lock } from '../v2/door.js';

export class DoorSpec {
  angle?: Int32;
  /** The code of the lock; without one it has a key. */
  code?: string;
  locked?: boolean;
}

export interface DoorStatus {
  open?: boolean;
}

const LOCKS = 'home.example.com/locks';

/** Door opens and closes. */
@Resource({
  group: 'home.example.com',
  version: 'v1',
  kind: 'Door',
  deprecated: true,
  annotations: { 'cert-manager.io/inject-ca-from': 'system/serving-cert' },
})
@ConvertsTo(Hub, {
  to: ({ spec, status }) => ({
    spec: {
      ...(spec.angle !== undefined && { angle: spec.angle }),
      ...(spec.locked && { locks: [lockOf(spec)] }),
    },
    ...(status && { status }),
  }),
  from: fromHub,
  loses: ['.spec.bell'],
})
export class Door extends CustomResource<DoorSpec, DoorStatus> {}

function lockOf({ code }: Snapshot<DoorSpec>): Lock {
  return code === undefined ? { kind: 'key' } : { kind: 'code', code };
}

function fromHub(door: Snapshot<Hub>): Converted<Door> {
  const { angle, locks = [] } = door.spec;
  const [first] = locks;
  return {
    spec: { angle, locked: locks.length > 0, ...(first?.code !== undefined && { code: first.code }) },
    ...(door.status && { status: door.status }),
    metadata: { annotations: { ...door.metadata.annotations, [LOCKS]: JSON.stringify(locks) } },
  };
}
