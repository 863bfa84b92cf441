/** A command line as whoever lists this machine's processes may see it: URLs without passwords. */
export function hidden(words: readonly string[]): readonly string[] {
  return words.map((word) =>
    word.replace(/^(.*?\b[a-z]+:\/\/[^:/?@]*):[^/?]*@/i, '$1@').replace(/(:\/\/[^?]*)\?.*$/, '$1'),
  );
}
