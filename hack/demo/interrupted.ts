// Why a demo stops that nothing has failed in.

/** The user has had enough. */
export class Interrupted extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
  }
}
