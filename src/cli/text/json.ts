import { escaped } from '../../core/words/plain.js';

/**
 * A result as JSON, indented, with a line end. What is no number in JSON (NaN) becomes null; every
 * character that an output would not let pass is escaped, so that nothing is lost.
 */
export function renderJson(value: object): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}
