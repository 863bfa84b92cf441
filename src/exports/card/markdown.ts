import { plain } from '../../core/words/plain.js';

/**
 * A text of a user's inside of Markdown (CommonMark, with GitHub's tables): on one line, and nothing in
 * it is markup, HTML, a link or a mention.
 */
export function inMarkdown(text: string): string {
  return plain(text).replace(SPECIAL, '\\$&');
}

/** Whatever begins something there: also `:` and `@`, of which links and mentions are made. */
const SPECIAL = /[\\`*_{}[\]()<>#+\-.!|~&$:@^]/g;

/** A table of texts that are Markdown already. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Lines of code; none of them may begin with a fence. */
export function codeBlock(language: string, lines: string): string {
  return `\`\`\`${language}\n${lines.trimEnd()}\n\`\`\``;
}
