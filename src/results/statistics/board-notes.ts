import { durationText } from '../../core/words/duration-text.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { Board, BoardRow, Judgment } from './board.js';

/** A board, or the document of one. */
interface Judged extends Pick<Board, 'judgment'> {
  readonly rows: readonly Pick<BoardRow, 'interval'>[];
  readonly metric: string;
}

/** Under a leaderboard: how sure it is, a paragraph a thing. */
export function boardNotes({ rows, judgment, metric }: Judged): readonly string[] {
  const hasIntervals = rows.some(({ interval }) => interval !== null);
  const { by = null } = judgment ?? {};
  const runs = by === 'images and runs' || by === 'runs' ? ' and in new runs' : '';
  const what = by === 'runs' ? 'in new runs' : `on new images${runs}`;
  return [
    ...judgmentNotes({ judgment, metric }),
    ...(hasIntervals ? [`±: half of the 95 % interval of what a recipe does ${what}.`] : []),
  ];
}

/** Which recipes can be told from the best, and how much being chosen flatters it. */
export function judgmentNotes({
  judgment,
  metric,
}: Pick<Judged, 'judgment' | 'metric'>): readonly string[] {
  return judgment ? [rankNote(judgment, metric), ...biasNote(judgment)] : [];
}

/** What rank 1 means here. */
function rankNote(judgment: Judgment, metric: string): string {
  const { by, tied, compared, repeats } = judgment;
  if (by === null) {
    return `Ranked by value alone: nothing tells how far ${metric} would differ in another run. With \`repeats: 3\` it could be said which recipes cannot be told apart.`;
  }
  const how = `${TESTS[by]}, Holm's correction, level 5 %`;
  if (tied < 2) {
    return `The best is better than each of the ${compared - 1} others that it was compared with (${how}${evidence(judgment)}).`;
  }
  const price = repeats
    ? ` \`repeats: {top: ${repeats.top}, n: ${repeats.n}}\` would cost about ${durationText(Math.ceil(repeats.seconds))}.`
    : '';
  return `Not the best alone: 1 of ${count(tied, 'recipe')} that cannot be told apart and share rank 1 (${how}${evidence(judgment)}).${price}`;
}

const TESTS: Readonly<Record<NonNullable<Judgment['by']>, string>> = {
  images: "McNemar's test",
  'images and runs': 'paired t-test over images and runs',
  runs: 'paired t-test over runs',
  accuracies: 'two proportions where right answers were not kept, which misses differences',
};

function evidence({ by, images }: Judgment): string {
  return images === null || by === 'runs' ? '' : `, ${grouped(images)} images`;
}

/** Nothing for less than a tenth of a point. */
function biasNote({ bias }: Judgment): readonly string[] {
  const points = bias === null ? '0.0' : (100 * bias).toFixed(1);
  if (points === '0.0') return [];
  return [
    `It was chosen by these images, which flatters it: expect about ${points} points less on new ones.`,
  ];
}
