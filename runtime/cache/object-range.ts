// A range of objects that is kept, where it changes while the cache runs.

/** Which objects are kept of kinds that live in namespaces: all that the server sends for a selector, whatever it changes to. */
export interface ObjectRange {
  /** For the parameter `shardSelector` of lists and watches (KEP-5866). A server that does not know it sends all objects. */
  readonly shardSelector: string;
  /**
   * Calls when the selector has changed. What the listener answers resolves once everything is kept that is in the new range.
   * @returns what ends that
   */
  onChange(listener: () => Promise<unknown>): () => void;
}
