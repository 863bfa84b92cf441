/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** The color, moved toward black or white until it stands out from `paper` by so much. */
export function readable(color: string, paper: string, ratio: number): string {
  const toward = luminance(rgbOf(paper)) > 0.18 ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.02) {
    const tried = mixed(color, toward, share);
    if (contrast(tried, paper) >= ratio) return tried;
  }
  return toward;
}

/** From 1 (equal) to 21 (black on white), by WCAG 2.2. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(rgbOf(a)), luminance(rgbOf(b))].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** `#rrggbb`, `share` of the way from one to the other. */
export function mixed(from: string, to: string, share: number): string {
  const end = rgbOf(to);
  return hexOf(rgbOf(from).map((value, i) => value + share * (end[i]! - value)));
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function rgbOf(hex: string): Rgb {
  const at = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

function hexOf(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
