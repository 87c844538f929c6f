// What a kubeconfig says of a credential plugin.
import type { ConfigError } from '../config-error.js';
import type { Fields } from './fields.js';

const API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const MODES = ['Never', 'IfAvailable', 'Always'] as const;

/** A credential plugin, and how to start it. */
export interface ExecConfig {
  /** For messages: `the credential plugin aws of user "dev"`. */
  readonly name: string;
  readonly apiVersion: string;
  /** A program of PATH, or an absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** What is added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it gets the terminal. */
  readonly interactiveMode: (typeof MODES)[number];
  /** What to do when the program is not there. */
  readonly installHint: string | undefined;
  readonly provideClusterInfo: boolean;
}

/** @throws ConfigError as kubectl refuses it */
export function execConfig(fields: Fields, user: string): ExecConfig {
  const written = fields.requiredText('command');
  const apiVersion = fields.requiredText('apiVersion');
  if (!API_VERSIONS.includes(apiVersion)) {
    throw fields.wrong('apiVersion', `is "${apiVersion}", only ${API_VERSIONS.join(' and ')} are known`);
  }
  return {
    name: `the credential plugin ${written} of user "${user}"`,
    apiVersion,
    // A name without a slash is looked for in PATH, anything else from the folder of the kubeconfig.
    command: /[/\\]/.test(written) ? (fields.pathOf('command') ?? written) : written,
    args: fields.texts('args'),
    env: Object.fromEntries(fields.mappings('env').map(each => [each.requiredText('name'), each.text('value') ?? ''])),
    interactiveMode: interactiveMode(fields, apiVersion),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.flag('provideClusterInfo'),
  };
}

function interactiveMode(fields: Fields, apiVersion: string): ExecConfig['interactiveMode'] {
  const text = fields.text('interactiveMode');
  // Of v1 on it must be said; kubectl fills it in for older ones alone.
  if (text === undefined && apiVersion.endsWith('/v1beta1')) return 'IfAvailable';
  const mode = MODES.find(each => each === text);
  if (mode !== undefined) return mode;
  const how: string = text === undefined ? 'is missing' : `is "${text}"`;
  const error: ConfigError = fields.wrong('interactiveMode', `${how}. Choose one of ${MODES.join(', ')}`);
  throw error;
}
