// Types that are much larger than they look.
import { CustomResource, Resource } from 'kubewright';

export interface Small {
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  a?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  b?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  c?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  d?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  e?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  f?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  g?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  h?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  i?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  j?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  k?: string;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  l?: string;
}

export interface Medium {
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  a?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  b?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  c?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  d?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  e?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  f?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  g?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  h?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  i?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  j?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  k?: Small;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  l?: Small;
}

export interface Large {
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  a?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  b?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  c?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  d?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  e?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  f?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  g?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  h?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  i?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  j?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  k?: Medium;
  /** A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. A word of what this field is for, and of what it is not for, which is told at length. */
  l?: Medium;
}

/** Twelve times twelve fields, in some words each. */
@Resource({ group: 'example.com', version: 'v1', kind: 'Near' })
export class Near extends CustomResource<NearSpec> {}

export interface NearSpec {
  one?: Medium;
  two?: Medium;
  three?: Medium;
  four?: Medium;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Above' })
export class Above extends CustomResource<Large> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Beyond' })
export class Beyond extends CustomResource<{ one?: Large; two?: Large; three?: Large }> {}
