// Thrown when it cannot be told which API server to talk to.

/** The configuration of the client is missing or wrong; the message says what was looked at, and the next step. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
