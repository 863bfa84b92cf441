/**
 * The known name that `name` was most likely meant to be, or undefined if none is close: a slip of
 * the keys (`epoch`, `optimiser`), an abbreviation (`lr`, `wd`, `batch`), or a longer name around a
 * known one (`lr_scheduler`, `minimum`).
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = normalize(name);
  if (wanted === '' || wanted.length > LONGEST) return undefined;
  const byDistance = closest(wanted, known);
  if (byDistance && byDistance.distance <= Math.max(1, Math.floor(wanted.length / 3))) {
    // Two letters that differ in one are not alike: `lr` is no slip of `lo`.
    if (wanted.length > 2 || byDistance.distance === 0) return byDistance.candidate;
  }
  return (
    known.find((candidate) => initials(candidate) === wanted) ??
    known.find((candidate) => wanted.length > 2 && normalize(candidate).startsWith(wanted)) ??
    known.find((candidate) => candidate.length > 2 && wanted.split('_').includes(candidate)) ??
    known.find((candidate) => candidate.length > 2 && wanted.startsWith(candidate))
  );
}

/** The known name that is a slip of the keys or two away, undefined if there is none. */
export function nearestTypo(name: string, known: readonly string[]): string | undefined {
  const wanted = normalize(name);
  if (wanted.length < 3 || wanted.length > LONGEST) return undefined;
  const most = wanted.length < 6 ? 1 : 2;
  const found = closest(wanted, known);
  return found && found.distance <= most ? found.candidate : undefined;
}

/** `wanted`: normalized. */
function closest(wanted: string, known: readonly string[]) {
  return known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, normalize(candidate)) }))
    .sort((a, b) => a.distance - b.distance)[0];
}

/** Nobody misspells a longer name, and comparing one takes its length times the other's. */
const LONGEST = 100;

/** `; did you mean "epochs"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
}

/**
 * Smallest number of insertions, deletions, replacements and swaps of neighbors between two words
 * (Damerau 1964, in its restricted form: no part is edited twice).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, beforeLast[j - 2]! + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

function normalize(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function initials(name: string): string {
  const words = normalize(name).split('_');
  return words.length > 1 ? words.map((word) => word[0] ?? '').join('') : '';
}
