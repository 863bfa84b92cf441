/** A name as aliases are compared: small letters and digits alone, `Weight-Decay` as `weightdecay`. */
export function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Finds what belongs to a name in lists of spellings; undefined: nothing does. */
export function finder<Meant>(
  rows: readonly (readonly [spellings: readonly string[], meant: Meant])[],
): (name: string) => Meant | undefined {
  const found = new Map(
    rows.flatMap(([spellings, meant]) =>
      spellings.map((spelling) => [squash(spelling), meant] as const),
    ),
  );
  return (name) => found.get(squash(name));
}

/** The words of a text, for tables that are easier to read so. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
