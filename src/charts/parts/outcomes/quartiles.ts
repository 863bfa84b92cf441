export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Of numbers in ascending order, linear between two of them (Hyndman and Fan's type 7); NaN: of none. */
export function quartiles(sorted: readonly number[]): Quartiles {
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    if (below === undefined || above === undefined) return Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
