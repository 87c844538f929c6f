// Names of container images.

/** The parts of a name; a tag or a digest that it does not have is empty. */
export interface ImageName {
  /** With the registry, such as `example.com:5000/redis-operator`. */
  readonly repository: string;
  readonly tag: string;
  /** Such as `sha256:` and 64 digits. */
  readonly digest: string;
}

/**
 * The parts of a name such as `example.com:5000/redis-operator:1.2.3@sha256:...`.
 * @throws Error for a name without tag and digest, which would be another image tomorrow
 */
export function imageName(name: string): ImageName {
  // A tag has no slash: a colon before one is that of a port.
  const parts = /^(\w[\w./:-]*?)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(name);
  const [, repository = '', tag = '', digest = ''] = parts ?? [];
  if (tag === '' && digest === '') {
    const example = 'example.com/redis-operator:1.2.3';
    throw new Error(`the image is to have a tag or a digest, such as ${example}, not ${JSON.stringify(name)}`);
  }
  return { repository, tag, digest };
}
