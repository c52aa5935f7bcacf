/** A part of a whole: a slice of a donut, or a bar of a ranking. */
export interface Part {
  readonly key: string;
  readonly name: string;
  /** The length or area; below zero is not drawn in a donut. */
  readonly value: number;
  /** The amount as text. */
  readonly text: string;
  /** The share as text. */
  readonly share: string;
  readonly color: string;
  /** Where a press leads. */
  readonly href?: string;
}
