interface Source {
  readonly type: string;
  readonly spelled?: string;
  matches(given: string): boolean;
}

/** What a file may say to name one of these: names, and kinds of paths in words. */
export function spellings(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(({ type, spelled, matches }) => {
    return spelled ?? (matches(type) ? type : []);
  });
}

/** The same in a sentence: `a, b, or c`. */
export function spelledOut(sources: readonly Source[]): string {
  const each = spellings(sources);
  return [...each.slice(0, -1), `or ${each.at(-1)}`].join(', ');
}
