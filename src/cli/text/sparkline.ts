const BARS = '▁▂▃▄▅▆▇█';

/** One bar per value, from the lowest to the highest; a space where there is no finite number. */
export function sparkline(values: readonly (number | null)[]): string {
  const finite = values.filter((value) => value !== null).filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low;
  return values
    .map((value) => {
      if (value === null || !Number.isFinite(value)) return ' ';
      const height = span === 0 ? 0 : (value - low) / span;
      return BARS[Math.min(BARS.length - 1, Math.floor(height * BARS.length))];
    })
    .join('');
}
