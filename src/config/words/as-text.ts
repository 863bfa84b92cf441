/**
 * A value of a file as a text, a map or list too. `String` would call what a map's own key
 * `toString` holds.
 */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
