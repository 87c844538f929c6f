// Flags that admins know from other operators and from Kubernetes' components.

/** What is said of those that have another name here, or none. */
export const FLAGS_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['enable-http2', 'servers speak HTTP/1.1 only'],
  ['enable-leader-election', 'use --leader-elect'],
  ['leader-elect-resource-lock', 'it is a Lease'],
  ['leader-election-id', 'use --leader-elect-resource-name'],
  ['leader-election-namespace', 'use --leader-elect-resource-namespace'],
  ['master', 'use --kubeconfig'],
  ['metrics-addr', 'use --metrics-bind-address'],
  ['pprof-bind-address', 'use --debug-bind-address'],
  ['v', 'use --log-level=debug'],
  ['vmodule', 'use --log-level=info,cache=debug'],
  ['watch-namespace', 'use --namespace'],
  ['zap-devel', 'use --log-level=debug --log-format=text'],
  ['zap-encoder', 'use --log-format'],
  ['zap-log-level', 'use --log-level'],
  [
    'zap-stacktrace-level',
    'errors that may be mistakes in the program have their stacks, all others with --log-level=debug',
  ],
  ['zap-time-encoding', 'times are ISO 8601'],
]);
