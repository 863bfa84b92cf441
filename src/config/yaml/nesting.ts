/** Deepest nesting a sweep file may have; ours needs eight. */
export const MAX_DEPTH = 32;

/**
 * The line (from 1) where a text nests deeper than any sweep file, or undefined. Looked at before
 * parsing, whose recursion would take the whole process down with it.
 */
export function endlessNesting(text: string): number | undefined {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    // A block level costs at least a column of indentation, `- ` or `? `; two where keys hold lists.
    if (/^(?:[ \t]|[?-][ \t])*/.exec(line)![0].length > 4 * MAX_DEPTH) return index + 1;
    open = Math.max(0, open + brackets(line, open));
    if (open > MAX_DEPTH) return index + 1;
  }
  return undefined;
}

/** Brackets that a line opens more than it closes, or the most it has open; quotes left out. */
function brackets(line: string, before: number): number {
  const bare = line
    .replace(/(^|[\s[{,:])("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/g, '$1')
    .replace(/(^|\s)#.*$/, '');
  let change = 0;
  for (const character of bare) {
    if (character === '[' || character === '{') change += 1;
    if (character === ']' || character === '}') change -= 1;
    if (before + change > MAX_DEPTH) return change;
  }
  return change;
}
