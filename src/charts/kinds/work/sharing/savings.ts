import type { SharingDocument } from '../../../../results/documents/live/sharing.js';
import type { Frame } from '../../../chart.js';
import { fitting } from '../../../parts/text-width.js';
import type { Mark } from '../../../scene.js';
import { secondsText, shortMiddle } from '../../../value-text.js';

type Took = Pick<SharingDocument, 'seconds' | 'solo_seconds'>;

/** `12 min instead of 1.3 h (6.7 times)`; what saved nothing says no more than what it took. */
export function savingsText({ seconds, solo_seconds: solo }: Took): string {
  const times = solo / seconds;
  if (!(times >= 1.05)) return secondsText(seconds);
  return `${secondsText(seconds)} instead of ${secondsText(solo)} (${Number(times.toPrecision(2))} times)`;
}

/** Two bars: what it took, and what it would have taken alone. */
export function savingsMarks(
  { seconds, solo_seconds: solo }: Took,
  frame: Frame,
  top: number,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const width = frame.width - 22;
  const most = Math.max(seconds, solo, Number.MIN_VALUE);
  const bars = [
    { took: seconds, text: `taken: ${secondsText(seconds)}`, color: 'accent' as const },
    { took: solo, text: `each alone: ${secondsText(solo)}`, color: 'muted' as const },
  ];
  const labels = Math.min(150, width * 0.42);
  const marks = bars.flatMap(({ took, text, color }, k): Mark[] => {
    const y = top + k * ROW;
    const length = ((width - labels) * took) / most;
    return [
      {
        ...{ kind: 'text', text: shortMiddle(text, fitting(labels, 10.5)), size: 11 },
        ...{ place: [8, y + ROW / 2], baseline: 'middle' },
      },
      {
        kind: 'bar',
        left: 8 + labels,
        top: y + 3,
        width: Math.max(1, length),
        height: ROW - 6,
        color,
      },
    ];
  });
  return { marks, height: 2 * ROW + 6 };
}

const ROW = 17;
