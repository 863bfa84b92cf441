/** `━━━━━━────`, `share` in [0, 1] of it thick. */
export function bar(share: number, width: number): string {
  const done = Math.round(Math.max(0, Math.min(1, share)) * width);
  return '━'.repeat(done) + '─'.repeat(width - done);
}
