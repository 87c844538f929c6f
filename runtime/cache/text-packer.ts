// Chooses what a text is compared to.
import type { EncodedObject } from '../encoded/encoded-object.js';
import { deltaOf, ReferenceText } from './text-delta.js';

/** A text as it is kept: as it is, or as what is different from another one. */
export interface PackedText {
  readonly bytes: Uint8Array;
  readonly reference: ReferenceText | undefined;
}

/** Shorter texts are kept as they are. */
const SHORTEST = 256;
/** Longer ones too: there are few of them, a reference reaches but into their beginning, and a megabyte takes 20 ms. */
const LONGEST = 128 * 1024;
/** A delta must be shorter than this part of its text; one that is longer than the other part makes us look further. */
const WORTH = 0.75;
const GOOD = 0.4;
/** So many texts are compared to at the same time; the one that was good for the last text comes first. */
const REFERENCES = 4;
/** After so many texts another one takes the place of the reference, so that what has changed meanwhile is in it. */
const USES = 256;
/** Where texts have nothing in common, only one in so many is tried. */
const RARELY = 32;
/**
 * Beyond one reference for so many texts there are no new ones, as long as those there are mostly do. Each lives as long as
 * any text needs it: where a few objects change all the time, and others now and then, each of these would keep its own.
 */
const TEXTS = 64;
const FEW = 16;

export class TextPacker {
  #references: ReferenceText[] = [];
  #uses = 0;
  /** Falls with each text that was like none. */
  #hope = REFERENCES * 2;
  #skipped = 0;
  #texts = 0;
  #kept = 0;
  #keptBytes = 0;

  /** Of the references that texts were packed with which were not released. */
  get referenceBytes(): number {
    return this.#keptBytes;
  }

  /** How many these are. */
  get references(): number {
    return this.#kept;
  }

  /** @returns bytes that are valid until the next call; the reference is to be released when they are kept no more */
  pack(text: EncodedObject): PackedText {
    const packed = this.#packed(text);
    if (packed.reference !== undefined) this.#keep(packed.reference);
    return packed;
  }

  release(reference: ReferenceText): void {
    this.#texts -= 1;
    reference.texts -= 1;
    if (reference.texts > 0) return;
    this.#kept -= 1;
    this.#keptBytes -= reference.bytes.length;
  }

  #keep(reference: ReferenceText): void {
    this.#texts += 1;
    reference.texts += 1;
    if (reference.texts > 1) return;
    this.#kept += 1;
    this.#keptBytes += reference.bytes.length;
  }

  #packed(text: EncodedObject): PackedText {
    const { length } = text;
    if (length < SHORTEST || length > LONGEST || this.#isHopeless()) return { bytes: text, reference: undefined };
    const best = this.#best(text);
    if (best === undefined) {
      this.#hope -= 1;
      if (this.#hope < REFERENCES || !this.#hasEnough()) this.#refer(text);
      return { bytes: text, reference: undefined };
    }
    this.#hope = Math.min(this.#hope + 1, REFERENCES * 8);
    this.#uses += 1;
    if (this.#uses < USES || this.#hasEnough()) return best;
    // The delta lies in room that is used again, but only by the next call.
    this.#refer(text);
    return best;
  }

  /** The first good one, or the shortest that is worth it. */
  #best(text: EncodedObject): PackedText | undefined {
    let best: PackedText | undefined;
    for (const reference of this.#references) {
      const limit = best === undefined ? Math.floor(text.length * WORTH) : best.bytes.length - 1;
      const bytes = deltaOf(text, reference, limit);
      if (bytes === undefined) continue;
      const isGood = bytes.length <= text.length * GOOD;
      // The next comparison writes where this one has written.
      best = { bytes: isGood ? bytes : Uint8Array.from(bytes), reference };
      if (isGood) break;
    }
    this.#putFirst(best?.reference);
    return best;
  }

  #putFirst(reference: ReferenceText | undefined): void {
    if (reference === undefined || reference === this.#references[0]) return;
    this.#references = [reference, ...this.#references.filter(other => other !== reference)];
  }

  #refer(text: EncodedObject): void {
    this.#uses = 0;
    if (this.#references.length === REFERENCES) this.#references.pop()?.forgetIndex();
    this.#references.unshift(new ReferenceText(text));
  }

  #hasEnough(): boolean {
    return this.#kept >= FEW + this.#texts / TEXTS;
  }

  #isHopeless(): boolean {
    if (this.#hope > 0) return false;
    this.#skipped = (this.#skipped + 1) % RARELY;
    if (this.#skipped === 0) this.#hope = 2;
    return true;
  }
}
