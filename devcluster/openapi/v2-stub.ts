// The answer to `/openapi/v2`, which kubectl asks for in protobuf before it creates a `kind: List`.

/** The media type that kubectl accepts. */
export const OPENAPI_V2_MEDIA_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** A document with no paths: `swagger`, `info` with its title and version, and `paths`. */
export const OPENAPI_V2_STUB: Uint8Array = document();

function document(): Uint8Array {
  const info = [...field(1, text('Kubernetes')), ...field(2, text('unversioned'))];
  return Uint8Array.from([...field(1, text('2.0')), ...field(2, info), ...field(8, [])]);
}

/** A field of the wire format with its length, which is below 128 here. */
function field(number: number, bytes: readonly number[]): readonly number[] {
  return [(number << 3) | 2, bytes.length, ...bytes];
}

function text(value: string): readonly number[] {
  return [...new TextEncoder().encode(value)];
}
