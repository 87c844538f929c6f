import { CustomResource, type Int32, Resource } from 'kubewright';
import { Line, type Label as Caption, type Named, type Point } from './shapes.js';

/** A name for a type from elsewhere. */
type Corner = Point;

/** Inherits what it extends. */
export interface Polygon extends Named {
  corners: Corner[];
}

/** A drawing. */
export class DrawingSpec {
  /** The comment of the field wins over that of the type. */
  origin!: Point;
  end?: Corner;
  lines?: Line[];
  caption?: Caption;
  polygons?: Polygon[];

  /** A list of lists. */
  matrix?: Int32[][];
  grid?: ReadonlyArray<readonly Point[]>;

  /** Any name leads to a line. */
  linesByName?: Record<string, Line>;
  pointsByNameByLayer?: { [layer: string]: { [name: string]: Point } };

  /** Written in place. */
  frame?: {
    width: Int32;
    /** Defaults to none. */
    margin?: {
      top?: Int32;
      bottom?: Int32;
    };
  };

  /** Built from another type. */
  partial?: Partial<Point>;
  picked?: Pick<Point, 'x'>;
  without?: Omit<Polygon, 'corners'>;
  both?: Named & Point;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Drawing' })
export class Drawing extends CustomResource<DrawingSpec> {}
