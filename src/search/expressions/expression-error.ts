/** A formula that is none, or has no value; says why. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}
