/** `1 trial`, `3 trials`. */
export function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** `50,000`. */
export function grouped(n: number): string {
  return n.toLocaleString('en-US');
}
