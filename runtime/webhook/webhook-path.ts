// Where webhooks are served: as `kubewright generate` writes it into the configurations.
import type { KindInfo } from '../../decorators/kind.js';

/** `/mutate-<group>-<version>-<kind>` or `/validate-...`, with dashes in the group: as kubebuilder and controller-runtime. */
export function admissionPath(verb: 'mutate' | 'validate', { group, version, kind }: KindInfo): string {
  return `/${verb}-${group.replaceAll('.', '-')}-${version}-${kind.toLowerCase()}`;
}

/** The path of a URL, or a path, as the API server asks for it: it leaves out a slash at the end. */
export function servedPath(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
