// Reads `generated.proto` files: the few forms that go-to-protobuf writes.

/** A field as the file has it. */
export interface ProtoField {
  readonly number: number;
  readonly name: string;
  readonly repeated: boolean;
  /** `string`, `int32`, ... or the full name of a message. Of a map the type of its values; keys are strings. */
  readonly type: string;
  readonly map: boolean;
}

/** The messages of a file by their full names. */
export function readProto(text: string): ReadonlyMap<string, readonly ProtoField[]> {
  const bare = text.replaceAll(/\/\/.*/g, '');
  const name = /^package ([\w.]+);/m.exec(bare)?.[1];
  if (name === undefined) throw new Error('a .proto file without a package');
  const full = (type: string) =>
    SCALARS.has(type) ? type : type.startsWith('.') ? type.slice(1) : type.includes('.') ? type : `${name}.${type}`;
  const messages = new Map<string, readonly ProtoField[]>();
  for (const [, message, body = ''] of bare.matchAll(/^message (\w+) \{([^}]*)\}/gm)) {
    const fields = [...body.matchAll(FIELD)].map(([, label, key, value, plain, field = '', number]) => {
      if (key !== undefined && key !== 'string') throw new Error(`${name}.${message}.${field} is a map by ${key}`);
      const type = full(value ?? plain ?? '');
      return { number: Number(number), name: field, repeated: label === 'repeated', type, map: key !== undefined };
    });
    messages.set(`${name}.${message}`, fields);
  }
  return messages;
}

export const SCALARS: ReadonlySet<string> = new Set(['string', 'bytes', 'bool', 'int32', 'int64', 'uint32', 'double']);

const FIELD = /(?:(optional|repeated|required) )?(?:map<(\w+), *([\w.]+)>|([\w.]+)) (\w+) = (\d+);/g;
