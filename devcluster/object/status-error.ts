// A refusal, as a `metav1.Status`: what the server answers instead of an object.

/** One of several causes: `FieldValueInvalid`, `FieldManagerConflict`, ... */
export interface StatusCause {
  readonly reason?: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The kind, or the resource, as the real server says it for this reason. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** Thrown anywhere below the HTTP layer; it is answered with its code and as a Status object. */
export class StatusError extends Error {
  override readonly name = 'StatusError';

  constructor(
    /** The HTTP status code. */
    readonly code: number,
    /** `NotFound`, `AlreadyExists`, `Invalid`, ... */
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
    /** Of a 410 for a `continue` token: another token, with which the list can go on. */
    readonly continueToken?: string,
  ) {
    super(message);
  }

  /** The Status object. */
  toStatus(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueToken === undefined ? {} : { continue: this.continueToken },
      status: 'Failure',
      message: this.message,
      ...(this.reason !== '' && { reason: this.reason }),
      ...(this.details !== undefined && { details: this.details }),
      code: this.code,
    };
  }
}

/** Of a webhook that refuses a write, that fails and has to answer, or cannot convert: nothing is wrong with the server. */
export class AdmissionRefusal extends StatusError {}
