// A body that is not what the protobuf encoding of Kubernetes allows.

/** Thrown while a body is decoded. The message is what Go's decoder says, as far as it has a word for it. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}
