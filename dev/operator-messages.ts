// What the operator's process is told when it starts, and what it tells.
import type { TranspileSettings } from './transpile/transpiler.js';

/** The environment variable that holds the `OperatorSettings`, as JSON. */
export const OPERATOR_SETTINGS = 'KUBEWRIGHT_DEV_OPERATOR';

/** What the preloaded module has to know. */
export interface OperatorSettings {
  readonly transpile: TranspileSettings;
  /**
   * The file descriptor of a pipe that the command holds open for as long as it lives. Only the operator itself has it, and
   * not what it starts in turn.
   */
  readonly lifeline?: number;
}

/** The operator has loaded a file, which is not of a package. */
export interface OperatorMessage {
  /** Absolute. */
  readonly loaded: string;
}
