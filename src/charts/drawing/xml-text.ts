import { plain } from '../../core/words/plain.js';

/**
 * Any text as XML's own: no markup, on one line, without what could reorder what follows or what XML
 * 1.0 has no character for.
 */
export function xmlText(text: string): string {
  return plain(text)
    .replace(NO_CHARACTER, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Halves of characters, and what Unicode says is none. */
const NO_CHARACTER = /\p{Surrogate}|[\ufdd0-\ufdef\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
