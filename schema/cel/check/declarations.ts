// The functions and names that every rule knows.
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  STRING,
  TIMESTAMP,
  UINT,
} from '../cel-type.js';
import { KUBERNETES_LIBRARIES } from '../libraries/kubernetes.js';
import { parseSignature, type Signature } from '../types/parse-type.js';

export interface Overload extends Signature {
  readonly id: string;
}

/** The overloads of a function in the order in which they are tried; undefined if there is no such function. */
export function overloadsOf(name: string): readonly Overload[] | undefined {
  functions ??= readLibraries();
  return functions.get(name);
}

/** All names of functions, for suggestions. */
export function functionNames(): Iterable<string> {
  functions ??= readLibraries();
  return functions.keys();
}

let functions: ReadonlyMap<string, readonly Overload[]> | undefined;

function readLibraries(): ReadonlyMap<string, readonly Overload[]> {
  const found = new Map<string, Overload[]>();
  for (const library of KUBERNETES_LIBRARIES) {
    for (const [name, overloads] of Object.entries(library)) {
      const known = found.get(name) ?? [];
      for (const [id, signature] of Object.entries(overloads)) known.push({ id, ...parseSignature(signature) });
      found.set(name, known);
    }
  }
  return found;
}

const opaque = (name: string, ...parameters: CelType[]): CelType => ({ kind: 'opaque', name, parameters });

/** The types that are named as values, as in `type(x) == int`. Not all types of Kubernetes' libraries are. */
export const TYPE_NAMES: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ['bool', BOOL],
  ['bytes', BYTES],
  ['double', DOUBLE],
  ['duration', DURATION],
  ['google.protobuf.Duration', DURATION],
  ['int', INT],
  ['list', listOf(DYN)],
  ['map', mapOf(DYN, DYN)],
  ['null_type', NULL],
  ['string', STRING],
  ['timestamp', TIMESTAMP],
  ['google.protobuf.Timestamp', TIMESTAMP],
  ['type', { kind: 'type' }],
  ['uint', UINT],
  ['net.IP', opaque('net.IP')],
  ['net.CIDR', opaque('net.CIDR')],
  ['optional_type', opaque('optional_type')],
  ['google.protobuf.Struct', mapOf(STRING, DYN)],
  ['google.protobuf.ListValue', listOf(DYN)],
  ['google.protobuf.Value', DYN],
]);
