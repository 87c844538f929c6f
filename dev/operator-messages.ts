// What the operator's process is told when it starts, and what it tells.

/** The environment variable that holds the settings of the preloaded module, as JSON. */
export const OPERATOR_SETTINGS = 'KUBEWRIGHT_DEV_OPERATOR';

/** The operator has loaded a file, which is not of a package. */
export interface OperatorMessage {
  /** Absolute. */
  readonly loaded: string;
}
