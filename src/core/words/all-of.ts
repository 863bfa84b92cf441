/** `a`, `a and b`, `a, b and c`. */
export function allOf(words: readonly string[]): string {
  const [last = '', ...before] = words.toReversed();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}
