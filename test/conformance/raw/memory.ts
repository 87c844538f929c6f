// What a scenario has learnt from the answers so far.

/** Fills the words in braces of later requests. */
export class Memory {
  readonly #values = new Map<string, string>();

  constructor(private readonly namespace: string) {}

  /** Of an object, its uid and version; of a list, where to go on and its version. */
  learn(body: { readonly metadata?: Readonly<Record<string, unknown>>; readonly items?: unknown } | undefined): void {
    const { name, uid, resourceVersion, continue: token } = body?.metadata ?? {};
    if (typeof uid === 'string') this.#values.set(`{uid:${name}}`, uid);
    if (typeof resourceVersion !== 'string') return;
    if (body?.items === undefined) {
      this.#values.set(`{version:${name}}`, resourceVersion);
      return;
    }
    this.#values.set('{listed}', resourceVersion);
    if (typeof token === 'string') this.#values.set('{continue}', encodeURIComponent(token));
  }

  /** The text with every known word replaced. */
  fill(text: string): string {
    return text
      .replaceAll('{ns}', this.namespace)
      .replace(/\{(continue|listed|(uid|version):[\w.-]+)\}/g, word => this.#values.get(word) ?? word);
  }
}
