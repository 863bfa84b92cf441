/** Which rows of so many are made where a box of `BOX` rows is scrolled to `top` pixels. */
export function windowOf(top: number, rows: number, row = 30, box = 40, spare = 8) {
  const first = Math.floor(top / row);
  const from = Math.max(0, Math.min(first - spare, rows - box));
  return { from, to: Math.min(rows, from + box + 2 * spare) };
}
