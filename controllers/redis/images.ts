// Names of container images, as pure functions.

/** The tag of the official image that this operator is tested with. */
const TESTED_TAG = '7-alpine';

/** The official image by all of its names. */
const OFFICIAL = /^(docker\.io\/)?(library\/)?redis$/;

/** `redis:7-alpine` for `redis`; the image as it is if it has a tag or digest, or is not the official one. */
export function withTestedTag(image: string): string {
  return OFFICIAL.test(image) ? `${image}:${TESTED_TAG}` : image;
}

/** Whether the name says which version it means: by a tag, or by a digest. The port of a registry is none. */
export function namesVersion(image: string): boolean {
  return /[:@]/.test(image.slice(image.lastIndexOf('/') + 1));
}
