import { count, grouped } from '../../core/words/numbers.js';
import { plain } from '../../core/words/plain.js';
import type { PredictDocument } from '../../results/documents/predict.js';

/** Most images that are named; JSON has all. */
const SHOWN = 20;

/** Images that could not be classified, a line each, and their number. */
export function unreadText({ predictions, unread }: PredictDocument): string {
  const more = unread.length - SHOWN;
  const lines = [
    ...unread.slice(0, SHOWN).map(({ why }) => `  ${plain(why)}`),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ];
  const all = count(predictions.length + unread.length, 'image');
  return `Error: ${grouped(unread.length)} of ${all} could not be classified:\n${lines.join('\n')}\n`;
}
