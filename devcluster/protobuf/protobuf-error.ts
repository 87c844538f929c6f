// A body that is not what the protobuf encoding of Kubernetes allows.

/** Thrown while a body is decoded. The message is what Go's decoder says, as far as it has a word for it. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';

  /** @param type what the body says that it is, where that could be read */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly type?: { readonly apiVersion: string; readonly kind: string },
  ) {
    super(message, options);
  }
}
