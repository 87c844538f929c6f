import { CustomResource, Default, type Defaulted, type Int32, Resource } from 'kubewright';

export interface Lock {
  kind: 'key' | 'code';
  code?: string;
}

export class DoorSpec {
  @Default(90)
  angle?: Defaulted<Int32>;
  locks?: Lock[];
  /** Nothing that v1 could say. */
  bell?: { tune: string };
}

export interface DoorStatus {
  open?: boolean;
}

/** Door opens and closes. */
@Resource({ group: 'home.example.com', version: 'v2', kind: 'Door', storage: true })
export class Door extends CustomResource<DoorSpec, DoorStatus> {}
