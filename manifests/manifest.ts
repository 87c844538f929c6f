// An object as it stands in a file, and what can be wrong with it.

/** What every object has. It is applied by its name; one to create may have a `generateName` instead. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
  };
}

/** An object, and where it was read. */
export interface SourcedManifest {
  readonly manifest: Manifest;
  /** The path of its file; empty for one that was given. */
  readonly file: string;
}

/** A file that cannot be read as manifests; `hint` says what to do. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';

  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server did not take an object, or does not serve it; `hint` says what to do. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    /** Such as `CustomResourceDefinition redis.example.com`. */
    readonly object: string,
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * An object that was given, or read from a file.
 * @throws ManifestError for what is no object of Kubernetes
 */
export function sourcedManifest(object: unknown, file = ''): SourcedManifest {
  if (isManifest(object)) return { manifest: object, file };
  const place = file === '' ? 'what was given' : file;
  const text = JSON.stringify(object) ?? String(object);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
  throw new ManifestError(
    `${place}: an object needs apiVersion, kind and metadata with a name, and this is ${shown}`,
    'mend it, or keep what is no manifest somewhere else',
  );
}

/** Characters of what is no object, in its message. */
const LONGEST = 200;

function isManifest(object: unknown): object is Manifest {
  const { apiVersion, kind, metadata } = (object ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  const { name, generateName } = (metadata ?? {}) as Partial<Record<keyof Manifest['metadata'], unknown>>;
  const isNamed = typeof name === 'string' || typeof generateName === 'string';
  return typeof apiVersion === 'string' && typeof kind === 'string' && isNamed;
}
