// Checks that definitions are not too large to be applied and kept.
import type { DefinitionSize } from '../model/definition-size.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error, warning } from './finding.js';

/** All annotations of an object together, in bytes; `kubectl apply` keeps what it applied in one of them. */
const MOST_IN_ANNOTATIONS = 262_144;
/** What that annotation is called, and a line break that kubectl adds. */
const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration'.length + 1;
/** What etcd takes in one request, as it comes. */
const MOST_IN_ETCD = 1_572_864;
/** What the API server adds: status, managed fields, defaults. */
const ADDED = 8_192;

export function checkSizes(sizes: readonly DefinitionSize[]): readonly Diagnostic[] {
  return sizes.flatMap(({ kind, bytes, origin }) => {
    if (bytes + ADDED > MOST_IN_ETCD) {
      const message = `the definition of ${kind} has ${bytes} bytes, more than etcd keeps (${MOST_IN_ETCD} with what the API server adds)`;
      return [error(origin, 'KW3061', message, `${SHORTER}, or give ${kind} fewer fields`)];
    }
    const kept = bytes + ANNOTATION;
    if (kept <= MOST_IN_ANNOTATIONS * 0.9) return [];
    const message =
      kept > MOST_IN_ANNOTATIONS
        ? `the definition of ${kind} has ${bytes} bytes, too many for kubectl apply, which keeps a copy in an annotation (${MOST_IN_ANNOTATIONS})`
        : `the definition of ${kind} has ${bytes} bytes, and comes near what kubectl apply can keep in an annotation (${MOST_IN_ANNOTATIONS})`;
    return [warning(origin, 'KW3060', message, `apply it with kubectl apply --server-side, or ${SHORTER}`)];
  });
}

const SHORTER = 'set maxDescriptionLength to shorten descriptions (0 drops them)';
