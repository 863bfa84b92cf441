import { valueText } from '../../../charts/value-text.js';
import { count } from '../../../core/words/numbers.js';
import type { LeaderboardDocument } from '../../../results/documents/leaderboard.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { dateText } from '../../parts/words.js';
import { BestOf } from './best-of.js';
import { TimeLeft } from './time-left.js';

/** What the sweep is, what its trials have in common, and how sure its order is. */
export function About({
  sweep,
  trials,
  board,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
  readonly board: LeaderboardDocument | null;
}) {
  const { metric, goal, sampler, pruner, backend, created_at } = sweep;
  const common = sweep.parameters.filter(({ varies }) => !varies);
  const stopper =
    pruner && typeof pruner.type === 'string' ? `, stopped early by ${pruner.type}` : '';
  return (
    <div class="about">
      {sweep.description !== null && <p>{sweep.description}</p>}
      <dl class="facts">
        <Fact name="best">
          <BestOf sweep={sweep} />
        </Fact>
        <Fact name="metric">
          {metric}, {goal === 'maximize' ? 'higher' : 'lower'} is better
        </Fact>
        <Fact name="search">
          {sampler}
          {stopper}
        </Fact>
        <Fact name="begun">
          <time dateTime={created_at}>{dateText(created_at)}</time>
        </Fact>
        {backend !== null && <Fact name="backend">{backend}</Fact>}
        <TimeLeft sweep={sweep} trials={trials} />
      </dl>
      {common.length > 0 && (
        <p class="common">
          all:{' '}
          {common
            .map(({ name, values }) => `${name}=${values?.map(valueText).join(', ') ?? '-'}`)
            .join('  ')}
        </p>
      )}
      {board && <p class="judged">{judgedText(board)}</p>}
    </div>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How sure the order is, in a sentence. */
function judgedText({ judgment, rows }: LeaderboardDocument): string {
  if (judgment === null) return '';
  const { tied, images } = judgment;
  const ranked = rows.filter(({ rank }) => rank !== null).length;
  const on = images === null ? '' : ` by ${count(images, 'validation image')}`;
  if (tied > 1)
    return `${count(tied, 'recipe')} of ${ranked} cannot be told from the best${on}: they share rank 1.`;
  return tied === 1 ? `The best is told from all others${on}.` : '';
}
