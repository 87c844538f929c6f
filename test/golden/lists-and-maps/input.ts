import { CustomResource, type Int32, Resource } from 'kubewright';

/** Two of them. */
type Range = [from: Int32, to: Int32];

enum Weekday {
  Monday = 'Mon',
  Friday = 'Fri',
}

export class TableSpec {
  /** A pair. */
  range?: Range;
  ranges?: Range[];
  /** One or two. */
  names?: readonly [string, string?];
  /** One at least. */
  hosts?: [string, ...string[]];
  /** At most three flags. */
  flags?: [boolean?, boolean?, boolean?];

  /** All keys of one form. */
  labels?: Record<`app-${string}`, string>;
  sizes?: { [name: `${string}-mb`]: Int32 };
  either?: Record<`a-${string}-b` | `it's \\${string}`, Int32>;
  branded?: Record<string & { readonly brand?: 'key' }, string>;

  /** A field for each day. */
  days?: Partial<Record<Weekday, Int32>>;
  table?: Record<string, Record<string, Int32[]>>;
  gaps?: Record<string, Int32 | undefined>;

  /** Text of a form. */
  memory?: `${string}Gi`;
  image?: `registry/${string}:${string}`;
  level?: 'auto' | `level-${string}`;
  /** Any text; editors propose some. */
  free?: 'one' | 'two' | (string & {});
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Table' })
export class Table extends CustomResource<TableSpec> {}
