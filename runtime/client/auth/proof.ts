// What a user shows to prove who asks.

/** A header, a client certificate, or both; nothing for somebody unknown. */
export interface Proof {
  /** The value of the `authorization` header. */
  readonly authorization?: string | undefined;
  /** PEM text. */
  readonly cert?: string | undefined;
  /** PEM text. */
  readonly key?: string | undefined;
}

/** Where proof comes from. Calls at the same time share the work, and its answer. */
export interface ProofSource {
  /** What to show now. */
  current(): Promise<Proof>;
  /** What to show instead of this, which the server refused; the same where there is no other. */
  renewed(refused: Proof): Promise<Proof>;
}

/** Proof that does not change. */
export function fixedProof(proof: Proof): ProofSource {
  return { current: async () => proof, renewed: async () => proof };
}

/** Whether a server would see no difference. */
export function isSameProof(a: Proof, b: Proof): boolean {
  return a.authorization === b.authorization && a.cert === b.cert && a.key === b.key;
}
