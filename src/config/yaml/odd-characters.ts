import { type Document, isMap, isScalar, isSeq, type LineCounter, Scalar } from 'yaml';
import type { Issue } from '../../core/errors.js';

/**
 * Characters that look like spaces or quotes and are none to YAML, where they stand for such: in
 * keys, at the ends of unquoted values, before a line. Texts for people (`free`: their keys) may hold
 * them.
 */
export function oddCharacters(
  document: Document,
  text: string,
  lines: LineCounter,
  free: readonly string[],
): readonly Issue[] {
  const found = new Map<number, Issue>();
  const add = (offset: number, character: string, where: string) => {
    const { line, col } = lines.linePos(offset);
    if (found.has(line)) return;
    const message = `${nameOf(character)} ${where}; ${remedy(character)}`;
    found.set(line, { line, column: col, path: '', message });
  };
  const look = (node: unknown, isKey: boolean) => {
    if (!isScalar(node) || node.type !== Scalar.PLAIN || !node.range) return;
    const source = node.source ?? '';
    const match = (isKey ? ANYWHERE : AT_ENDS).exec(source);
    if (!match) return;
    const at = node.range[0] + match.index;
    add(at, source[match.index]!, isKey ? 'in this key' : 'in this value');
  };
  const walk = (node: unknown, isTop: boolean): void => {
    look(node, false);
    if (isSeq(node)) for (const item of node.items) walk(item, false);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      look(key, true);
      if (isTop && isScalar(key) && free.includes(String(key.value))) continue;
      walk(value, false);
    }
  };
  walk(document.contents, true);
  for (const { pos } of document.errors) {
    const start = text.lastIndexOf('\n', pos[0] - 1) + 1;
    const end = text.indexOf('\n', start);
    const match = ANYWHERE.exec(text.slice(start, end < 0 ? undefined : end));
    if (match) add(start + match.index, match[0], 'on this line');
  }
  if (document.errors.length > 0 || found.size > 0) {
    for (const match of text.matchAll(BEFORE_A_LINE)) {
      add(match.index + match[0].length - 1, match[0].at(-1)!, 'indents this line');
    }
  }
  return [...found.values()];
}

const SPACES = '\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff';
const QUOTES = '\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2032\u2033';
const ANYWHERE = new RegExp(`[${SPACES}${QUOTES}]`);
const AT_ENDS = new RegExp(`^[${SPACES}${QUOTES}]|[${SPACES}${QUOTES}]$`);
const BEFORE_A_LINE = new RegExp(`^[ \\t]*[${SPACES}](?!\\s*#)`, 'gm');

const NAMES: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u200b': 'an invisible (zero-width) space',
  '\u2060': 'an invisible (word joiner) character',
  '\ufeff': 'an invisible byte order mark',
  '\u3000': 'an ideographic space',
};

function nameOf(character: string): string {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (QUOTES.includes(character)) return `a curly quote (${code})`;
  return `${NAMES[character] ?? 'a wide space'} (${code})`;
}

function remedy(character: string): string {
  const isQuote = QUOTES.includes(character);
  return isQuote ? 'write straight quotes, " or \'' : 'write an ordinary space, or nothing';
}
