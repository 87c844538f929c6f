// What was seen of a target, in a form that can be kept and compared.

/** One question of the suite and its answer, normalised: without uids, versions, times and ages. */
export interface Observation {
  /** The area of the suite, such as `patch` or `kubectl apply`; the page is ordered by it. */
  readonly area: string;
  /** The question in words; unique in its area. */
  readonly name: string;
  /** What was asked, as one would type it: `PATCH /api/v1/...`, or `kubectl ...`. */
  readonly asked: string;
  /** HTTP status of a request, exit status of a command. */
  readonly code: number;
  /** The rest of the answer: headers that matter and body; or stdout and stderr. */
  readonly text: string;
}

/** The answers of one server, as they stand in the repository. */
export interface Recording {
  /** Of the server, such as `v1.36.3`. */
  readonly version: string;
  readonly observations: readonly Observation[];
}

/** Why an answer of the embedded control plane differs, for the page of fidelity. */
export interface KnownDifference {
  readonly area: string;
  readonly name: string;
  readonly reason: string;
  /** Whether the code differs, and not the text alone. Default: false. */
  readonly code?: boolean;
}
