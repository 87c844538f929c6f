import { CustomResource, type Int32, Resource } from 'kubewright';

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
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Wrong' })
export class Wrong extends CustomResource<Spec> {}
