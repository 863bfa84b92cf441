import { plain } from '../../core/words/plain.js';

/** A text as HTML shows it, in an element or in an attribute's double quotes; on one line. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
