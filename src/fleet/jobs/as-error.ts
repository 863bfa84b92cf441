/**
 * What pg-boss tells of as an error. It tells of some as plain objects, copies without a prototype: they
 * become errors again, with their codes, so that whoever hears of them knows what passes.
 */
export function asError(told: unknown): Error {
  if (told instanceof Error) return told;
  const isPlain = typeof told === 'object' && told !== null;
  const message = isPlain && 'message' in told ? String(told.message) : String(told);
  return Object.assign(new Error(message), isPlain ? told : {});
}
