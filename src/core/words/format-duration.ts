const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Milliseconds as a sweep file spells them: `1h30m`, `45s`, `250ms`. */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const [name, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${name}`;
    rest -= count * size;
  }
  return rest > 0 || text === '' ? `${text}${Math.round(rest)}ms` : text;
}
