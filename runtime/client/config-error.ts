// Thrown when it cannot be told which API server to talk to.
import { ExplainedError } from '../log/explained-error.js';

/** The configuration of the client is missing or wrong; the message says what was looked at, and the next step. */
export class ConfigError extends ExplainedError {
  override readonly name = 'ConfigError';
}
