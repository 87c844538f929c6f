// A set of fields of an object: who owns what, what changed.
import { compareElements, type FieldElement, type FieldPath } from './field-element.js';

interface Node {
  readonly element: FieldElement;
  /** Whether the field itself is in the set; those below it may be without it. */
  readonly member: boolean;
  readonly below: FieldSet;
}

/** Cannot be changed; a path being in it says nothing of those above and below. */
export class FieldSet {
  // By its name, tsc 7.0 compiles the class (which has private fields) to a variable that is not set yet.
  static readonly EMPTY = new this(new Map());
  readonly #nodes: ReadonlyMap<string, Node>;
  #sorted: readonly Node[] | undefined;

  private constructor(nodes: ReadonlyMap<string, Node>) {
    this.#nodes = nodes;
  }

  static of(...paths: readonly FieldPath[]): FieldSet {
    const builder = new FieldSetBuilder();
    for (const path of paths) builder.add(path);
    return builder.build();
  }

  /** From its nodes; those that have nothing in them are left out. */
  static fromNodes(nodes: Iterable<Node>): FieldSet {
    const kept = new Map<string, Node>();
    for (const node of nodes) if (node.member || !node.below.empty) kept.set(node.element.text, node);
    return kept.size === 0 ? FieldSet.EMPTY : new FieldSet(kept);
  }

  get empty(): boolean {
    return this.#nodes.size === 0;
  }

  /** The elements of the first step, in their order. */
  get nodes(): readonly Node[] {
    this.#sorted ??= [...this.#nodes.values()].sort((a, b) => compareElements(a.element, b.element));
    return this.#sorted;
  }

  has(path: FieldPath): boolean {
    const [first, ...rest] = path;
    const node = first && this.#nodes.get(first.text);
    if (node === undefined) return false;
    return rest.length === 0 ? node.member : node.below.has(rest);
  }

  /** Whether the element itself is in the set. */
  hasElement(element: FieldElement): boolean {
    return this.#nodes.get(element.text)?.member ?? false;
  }

  /** What is below an element, as a set of its own. */
  below(element: FieldElement): FieldSet {
    return this.#nodes.get(element.text)?.below ?? FieldSet.EMPTY;
  }

  union(other: FieldSet): FieldSet {
    if (other.empty) return this;
    if (this.empty) return other;
    const nodes = new Map(this.#nodes);
    for (const [text, theirs] of other.#nodes) {
      const ours = nodes.get(text);
      nodes.set(
        text,
        ours === undefined
          ? theirs
          : { element: ours.element, member: ours.member || theirs.member, below: ours.below.union(theirs.below) },
      );
    }
    return new FieldSet(nodes);
  }

  intersection(other: FieldSet): FieldSet {
    if (other.empty) return other;
    return this.#combine(other, (ours, theirs) => ({
      member: ours.member && (theirs?.member ?? false),
      below: theirs === undefined ? FieldSet.EMPTY : ours.below.intersection(theirs.below),
    }));
  }

  /** Without the paths of the other. Those below a path of the other stay. */
  difference(other: FieldSet): FieldSet {
    if (other.empty) return this;
    return this.#combine(other, (ours, theirs) => ({
      member: ours.member && !(theirs?.member ?? false),
      below: theirs === undefined ? ours.below : ours.below.difference(theirs.below),
    }));
  }

  /** Without the paths of the other, and all that is below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    return this.#combine(other, (ours, theirs) => {
      if (theirs === undefined) return ours;
      if (theirs.member) return { member: false, below: FieldSet.EMPTY };
      return { member: ours.member, below: ours.below.recursiveDifference(theirs.below) };
    });
  }

  /** The paths that have none below them. */
  leaves(): FieldSet {
    return FieldSet.fromNodes(
      this.nodes.map(({ element, member, below }) => ({
        element,
        member: member && below.empty,
        below: below.leaves(),
      })),
    );
  }

  equals(other: FieldSet): boolean {
    if (this.#nodes.size !== other.#nodes.size) return false;
    return [...this.#nodes].every(([text, ours]) => {
      const theirs = other.#nodes.get(text);
      return theirs !== undefined && ours.member === theirs.member && ours.below.equals(theirs.below);
    });
  }

  /** All paths: at each step the members first, then what is below the elements. */
  *paths(prefix: FieldPath = []): Generator<FieldPath> {
    const { nodes } = this;
    for (const { element, member } of nodes) if (member) yield [...prefix, element];
    for (const { element, below } of nodes) yield* below.paths([...prefix, element]);
  }

  #combine(other: FieldSet, rule: (ours: Node, theirs: Node | undefined) => Omit<Node, 'element'>): FieldSet {
    let changed = false;
    const nodes: Node[] = [];
    for (const [text, ours] of this.#nodes) {
      const { member, below } = rule(ours, other.#nodes.get(text));
      const same = member === ours.member && below === ours.below;
      nodes.push(same ? ours : { element: ours.element, member, below });
      changed ||= !same;
    }
    return changed ? FieldSet.fromNodes(nodes) : this;
  }
}

/** Gathers paths for a set. */
export class FieldSetBuilder {
  readonly #children = new Map<string, { element: FieldElement; member: boolean; below: FieldSetBuilder }>();

  /** An empty path stands for the whole object, which nobody owns: it is passed over. */
  add(path: FieldPath): void {
    let here: FieldSetBuilder = this;
    path.forEach((element, depth) => {
      let child = here.#children.get(element.text);
      if (child === undefined) {
        child = { element, member: false, below: new FieldSetBuilder() };
        here.#children.set(element.text, child);
      }
      if (depth === path.length - 1) child.member = true;
      here = child.below;
    });
  }

  build(): FieldSet {
    return FieldSet.fromNodes(
      [...this.#children.values()].map(({ element, member, below }) => ({ element, member, below: below.build() })),
    );
  }
}
