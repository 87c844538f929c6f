// What an API server says to a request for a Lease that it does not carry out.
import { ApiError } from '../runtime/client/api-error.js';

export function leaseRefusal(verb: string, name: string, code: number, reason: string): ApiError {
  const kind = {
    group: 'coordination.k8s.io',
    version: 'v1',
    kind: 'Lease',
    plural: 'leases',
    scope: 'Namespaced',
  } as const;
  const attempt = { verb, kind, key: { namespace: 'op', name } };
  const details = { name, group: kind.group, kind: 'leases' };
  const message = `leases "${name}" ${reason}`;
  return new ApiError(attempt, code, { kind: 'Status', code, reason, message, details });
}
