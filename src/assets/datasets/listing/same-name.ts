/**
 * What two folder names must have in common to read as one: systems and archives store an accent as
 * a character of its own or not, and a blank at an end is not seen.
 */
export function sameName(name: string): string {
  return name.normalize('NFC').trim();
}

/** The place of a class among others, by its name however its accents are stored; -1: none. */
export function placeOf(name: string, names: readonly string[]): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const wanted = name.normalize('NFC');
  return names.findIndex((each) => each.normalize('NFC') === wanted);
}

/** One that differs in capitals, blanks or marks between words alone, such as `Cat ` from `cat`. */
export function nearlySame(name: string, names: readonly string[]): string | undefined {
  const wanted = loose(name);
  return names.find((each) => loose(each) === wanted);
}

function loose(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s._-]+/g, '');
}
