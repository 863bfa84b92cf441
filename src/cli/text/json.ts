/**
 * A result as JSON, indented, with a line end. What is no number in JSON (NaN) becomes null; every
 * character that an output would not let pass is escaped, so that nothing is lost.
 */
export function renderJson(value: object): string {
  const text = JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdd6]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
