import { CustomResource, type Int32, Resource } from 'kubewright';
import type { Elsewhere } from './not-there.js';
import type { Foreign } from './foreign.js';

export class Node {
  name!: string;
  // It holds itself.
  children?: Node[];
}

export class Spec {
  tree?: Node;
  plain?: number;
  anything?: any;
  unknown?: unknown;
  date?: Date;
  map?: Map<string, string>;
  call?: () => void;
  mixed?: string | Int32;
  tuple?: [string, Int32];
  big?: bigint;
  shapes?: { kind: 'circle'; radius: Int32 } | { kind: 'square'; side: Int32 };
  missing?: NotDeclared;
  imported?: Elsewhere;
  template?: `${string}-suffix`;
  named?: { [name: string]: string; first: string };
  numbered?: Record<number, string>;
  choice?: 'a' | 'b' | null;
  foreign?: Foreign;
  private hidden?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Wrong' })
export class Wrong extends CustomResource<Spec> {}

// What T is follows from nothing.
@Resource({ group: 'example.com', version: 'v1', kind: 'Open' })
export class Open<T> extends CustomResource<{ value?: T }> {}
