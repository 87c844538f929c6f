// Reads what Go's struct tags say of the fields of a message: their JSON names, and when JSON leaves them out.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One field of a struct that is on the wire. */
export interface GoField {
  /** Its name in JSON; empty when the fields of the struct stand in the one around it. */
  readonly json: string;
  readonly presence: Presence;
}

/**
 * When JSON has the field: `set`, when the pointer is set; `null`, always, and null when it is not set; `always`;
 * `nonzero`, when it is not empty, zero or false, which a struct never is; `omitzero`, the same, also for a struct.
 */
export type Presence = 'always' | 'nonzero' | 'null' | 'omitzero' | 'set';

/** The structs of a package's folder, and their fields by their numbers on the wire. */
export async function readGoStructs(folder: string): Promise<ReadonlyMap<string, ReadonlyMap<number, GoField>>> {
  const names = (await readdir(folder)).filter(
    name => name.endsWith('.go') && !name.endsWith('_test.go') && !/generated/.test(name),
  );
  const structs = new Map<string, ReadonlyMap<number, GoField>>();
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    for (const [, struct = '', body = ''] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      structs.set(struct, new Map([...body.matchAll(FIELD)].map(fieldOf)));
    }
  }
  return structs;
}

const FIELD = /^\t(?:\w+\s+)?(\S+)\s+`(?=.*json:"([^"]*)")(?=.*protobuf:"\w+,(\d+)[^"]*").*`/gm;

function fieldOf([, type = '', json = '', number]: RegExpMatchArray): [number, GoField] {
  const [name = '', ...options] = json.split(',');
  if (options.includes('inline')) return [Number(number), { json: '', presence: 'always' }];
  return [Number(number), { json: name, presence: presenceOf(type, options) }];
}

function presenceOf(type: string, options: readonly string[]): Presence {
  if (type.startsWith('*')) return options.includes('omitempty') ? 'set' : 'null';
  if (options.includes('omitzero')) return 'omitzero';
  return options.includes('omitempty') ? 'nonzero' : 'always';
}
