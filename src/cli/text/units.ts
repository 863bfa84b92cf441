export { byteText as bytes } from '../../core/words/byte-text.js';
export { durationText as duration } from '../../core/words/duration-text.js';

/** The same for a narrow column: `0.8s`, `45s`, `3m20s`, `2h05m`. */
export function shortDuration(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}
