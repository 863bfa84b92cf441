import { compile } from './compile.js';
import { parseTree } from './parse-tree.js';
import type { Lookup, Scalar } from './scalar.js';

/** A formula over parameters, such as `0.01 * batch_size / 256`. */
export interface Expression {
  /** Parameters that it speaks of, each once. */
  readonly names: readonly string[];
  /**
   * Null where it needs a number that is not there: arithmetic and comparisons with null give null,
   * `and`, `or` and `not` go by Kleene's logic.
   *
   * @throws {ExpressionError} an operation has no meaning for these values.
   */
  valueFor(lookup: Lookup): Scalar;
}

/** @throws {ExpressionError} it is none: what is wrong, as the end of a sentence. */
export function parseExpression(text: string): Expression {
  const { value, names } = compile(parseTree(text));
  return { names, valueFor: value };
}
