// What the tag of an image is.

/** The tag; `latest` where an image has neither tag nor digest, and none where it has only a digest. */
export function imageTag(image: string): string | undefined {
  const [name = '', digest] = image.split('@');
  // A colon before the last slash is that of a registry's port.
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return tag ?? (digest === undefined ? 'latest' : undefined);
}

/** `Always` for `latest`, else `IfNotPresent`: what the server puts where no pull policy is given. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}
