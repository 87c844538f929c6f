// The certificate that a server is to have, from a source that takes its time to answer.

/** What is asked for certificates, and tells when there are others. */
interface Source<Pair> {
  current(): Promise<Pair>;
  onChange(listener: () => void): () => void;
}

/** An answer to a question that was asked before the last change may be a pair of before: it is asked again then. */
export class LatestCertificate<Pair> {
  readonly #source: Source<Pair>;
  #changes = 0;

  constructor(source: Source<Pair>) {
    this.#source = source;
  }

  /** @returns ends it; only while it is followed the last one is known */
  follow(onChange: () => void): () => void {
    return this.#source.onChange(() => {
      this.#changes += 1;
      onChange();
    });
  }

  async current(): Promise<Pair> {
    for (;;) {
      const changes = this.#changes;
      const pair = await this.#source.current();
      if (changes === this.#changes) return pair;
    }
  }
}
