import type { UnreadImage } from '../../core/evaluation.js';
import { count, grouped } from '../../core/words/numbers.js';
import { plain } from '../../core/words/plain.js';
import { isRead, type Predicted } from './form.js';

/** Most images that are named; JSON has all. */
const SHOWN = 20;

/** Counts images, and remembers the first that could not be classified. */
export function countUnread() {
  let all = 0;
  let unread = 0;
  const first: UnreadImage[] = [];
  return {
    add(predicted: readonly Predicted[]): void {
      for (const each of predicted) {
        all += 1;
        if (isRead(each)) continue;
        unread += 1;
        if (first.length < SHOWN) first.push(each);
      }
    },
    /** What to tell of them, a line each, and their number; null: all were classified. */
    text(): string | null {
      if (unread === 0) return null;
      const more = unread - first.length;
      const lines = [
        ...first.map(({ why }) => `  ${plain(why)}`),
        ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
      ];
      return `Error: ${grouped(unread)} of ${count(all, 'image')} could not be classified:\n${lines.join('\n')}\n`;
    },
  };
}
