// Stands for the types of another package.
export interface Foreign {
  one: number;
  two: number;
  three: number;
  four: number;
  five: number;
  six: Date;
}
