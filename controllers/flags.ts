// The command line of the operator.
import { parseArgs } from 'node:util';
import { type LogFormat, type LogLevels, type ManagerOptions, parseLogLevels } from 'kubewright';

/** What the command line says. */
export interface Flags {
  readonly log: LogLevels & { readonly format?: LogFormat };
  readonly manager: Pick<ManagerOptions, 'kubeconfig' | 'namespaces' | 'healthProbe' | 'debug'>;
}

const USAGE = `Usage: redis-operator [options]

Options:
  --log-level LEVEL     debug, info, warn, error or fatal (default: info), and those of modules that differ, such as
                        info,cache=debug; SIGUSR2 switches debug on and off
  --log-format FORMAT   json or text (default: text on a terminal, else json)
  --kubeconfig PATH     default: KUBECONFIG, then ~/.kube/config, then the Pod's service account
  --namespace NAME      watch this namespace only; may be repeated (default: all namespaces)
  --health-port PORT    of /healthz and /readyz; 0 takes a free one (default: 8081)
  --debug-port PORT     of the debug endpoints, on 127.0.0.1; 0 takes a free one (default: there are none)
  --help                print this text
`;

/** Reads the flags. Answers `--help` and mistakes itself, and ends the process then: with 0, and with 2. */
export function readFlags(args: readonly string[]): Flags {
  try {
    const flags = parseFlags(args);
    if (flags !== 'help') return flags;
  } catch (error) {
    process.stderr.write(`${USAGE}\nredis-operator: ${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
  process.stdout.write(USAGE);
  process.exit(0);
}

/** @throws Error that says which flag is wrong, and what it may be */
export function parseFlags(args: readonly string[]): Flags | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'log-level': { type: 'string', default: 'info' },
      'log-format': { type: 'string' },
      kubeconfig: { type: 'string' },
      namespace: { type: 'string', multiple: true },
      'health-port': { type: 'string', default: '8081' },
      'debug-port': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { kubeconfig, namespace: namespaces, 'log-format': format, 'debug-port': debugPort } = values;
  return {
    log: { ...parseLogLevels(values['log-level']), ...(format !== undefined && { format: parseFormat(format) }) },
    manager: {
      healthProbe: { port: parsePort('health-port', values['health-port']) },
      ...(debugPort !== undefined && { debug: { port: parsePort('debug-port', debugPort) } }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(namespaces !== undefined && { namespaces: namespaces.map(parseNamespace) }),
    },
  };
}

function parsePort(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--${flag} is a number from 0 to 65535, not ${JSON.stringify(text)}`);
}

function parseFormat(text: string): LogFormat {
  if (text === 'json' || text === 'text') return text;
  throw new Error(`--log-format is json or text, not ${JSON.stringify(text)}`);
}

function parseNamespace(text: string): string {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return text;
  throw new Error(`--namespace is the name of a namespace, not ${JSON.stringify(text)}`);
}
