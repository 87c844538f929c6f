// The ports that the containers of a Pod take of its host.
import { type FieldError, invalid } from '../../object/field-error.js';
import { count, type Draft, items, text } from '../draft.js';
import { duplicate } from './problems.js';

/** No two of these containers may have the same. */
export function hostPortConflicts(containers: readonly Draft[], path: string): readonly FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, index) =>
    items(container, 'ports').flatMap((port, at) => {
      const host = count(port, 'hostPort');
      if (host === 0) return [];
      const key = `${text(port, 'protocol')}/${text(port, 'hostIP')}/${host}`;
      const twice = taken.has(key);
      taken.add(key);
      return twice ? [duplicate(`${path}[${index}].ports[${at}].hostPort`, key)] : [];
    }),
  );
}

/** On the network of the host a port is the same on both sides. */
export function hostNetworkProblems(spec: Draft, path: string): readonly FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return items(spec, 'containers').flatMap((container, index) =>
    items(container, 'ports').flatMap((port, at) => {
      const host = count(port, 'hostPort');
      const place = `${path}.containers[${index}].ports[${at}].hostPort`;
      return host === 0 || host === count(port, 'containerPort')
        ? []
        : [invalid(place, host, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}
