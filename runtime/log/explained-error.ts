// What errors are that need no stack trace to be understood.

/**
 * An error whose message is all that its reader needs: what was tried, on which object, and what to do next. It is
 * about the world, not about the code; so the log leaves out its stack and those of its causes, unless the level is
 * `debug`. Errors of other classes may be bugs, and keep theirs.
 */
export class ExplainedError extends Error {}
