import type { Int32 } from 'kubewright';

/** A place in the plane. */
export interface Point {
  /** To the right. */
  x: Int32;
  /** Upwards. */
  y: Int32;
}

/** A line through points. */
export class Line {
  /** At least two. */
  points!: Point[];
  label?: Label;
}

/** Text beside a shape. */
export type Label = {
  text: string;
  at?: Point;
};

/** What all shapes have. */
export interface Named {
  /** Its name. */
  name: string;
}
