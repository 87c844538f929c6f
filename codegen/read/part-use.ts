// How much of a value is used: the value as a whole, some parts of it, or no more than whether it is there.

export class PartUse {
  /** Stands for the items of a list. */
  static readonly ITEM = '[*]';
  /** Stands for the values of a map. */
  static readonly VALUE = '.*';

  private used = false;
  private wholly = false;
  private readonly parts = new Map<string, PartUse>();

  /** Somebody looks whether the value is there. */
  touch(): void {
    this.used = true;
  }

  /** Somebody has the value, and may look at every part of it. */
  whole(): void {
    this.used = true;
    this.wholly = true;
  }

  /** The part of a name; the value itself counts as looked at. */
  part(name: string): PartUse {
    this.used = true;
    const part = this.parts.get(name) ?? new PartUse();
    this.parts.set(name, part);
    return part;
  }

  get isUsed(): boolean {
    return this.used;
  }

  get isWhole(): boolean {
    return this.wholly;
  }

  /** As `part`, and adds nothing. */
  find(name: string): PartUse | undefined {
    return this.parts.get(name);
  }
}
