// Decodes the body of a request in `application/vnd.kubernetes.protobuf`.
import type { Json } from '../../schema/structural-schema.js';
import { decodeMessage } from './decode-message.js';
import { messageNameOf } from './message-table.js';
import { ProtobufError } from './protobuf-error.js';
import { BYTES, WireReader } from './wire-reader.js';

/** The media type of such bodies. */
export const PROTOBUF_MEDIA_TYPE = 'application/vnd.kubernetes.protobuf';

/** What the request's URL says that the body is, for what the body leaves out. */
export interface ExpectedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The object in a body, as JSON has it: four bytes of magic, then a `runtime.Unknown` around the message of the kind.
 * Its fields are those that Go would write in JSON, so an unset `status` is an empty object and not absent.
 * @throws ProtobufError for anything else, also for a kind that is not built in
 */
export function decodeProtobufRequest(body: Uint8Array, expected?: ExpectedKind): { readonly [field: string]: Json } {
  if (body.length === 0) throw new ProtobufError('empty data');
  if (!MAGIC.every((byte, index) => body[index] === byte)) {
    throw new ProtobufError(
      `provided data does not appear to be a protobuf message, expected prefix [${MAGIC.join(' ')}]`,
    );
  }
  if (body.length === MAGIC.length) throw new ProtobufError('empty body');
  const envelope = readEnvelope(body.subarray(MAGIC.length));
  const apiVersion = envelope.apiVersion || (expected?.apiVersion ?? '');
  const kind = envelope.kind || (expected?.kind ?? '');
  const name = messageNameOf(apiVersion, kind);
  if (name === undefined) {
    const version = JSON.stringify(apiVersion);
    const why = `no kind ${JSON.stringify(kind)} is registered for version ${version} in scheme "pkg/runtime/scheme.go:111"`;
    throw new ProtobufError(why, undefined, { apiVersion, kind });
  }
  try {
    const fields = decodeMessage(envelope.raw, name) as { readonly [field: string]: Json };
    return { apiVersion, kind, ...fields };
  } catch (error) {
    if (error instanceof ProtobufError) throw new ProtobufError(error.message, { cause: error }, { apiVersion, kind });
    throw error;
  }
}

/** `k8s` and a zero. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** `runtime.Unknown`: 1 is the type, 2 the message. */
function readEnvelope(bytes: Uint8Array): Envelope {
  const fields = bytesByNumber(bytes);
  const type = bytesByNumber(fields.get(1) ?? NOTHING);
  const text = (number: number) => UTF8.decode(type.get(number) ?? NOTHING);
  return { apiVersion: text(1), kind: text(2), raw: fields.get(2) ?? NOTHING };
}

function bytesByNumber(bytes: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { number, wireType } = reader.tag();
    if (wireType === BYTES) found.set(number, reader.bytes());
    else reader.skip(wireType);
  }
  return found;
}

const NOTHING = new Uint8Array();
const UTF8 = new TextDecoder();
