import type { MetricName, Rule } from '../../core/metric.js';
import type { TrialState } from '../../core/trial-state.js';
import { readLeaderboard } from '../../results/leaderboard.js';
import { judgeBoard } from '../../results/statistics/judge-board.js';
import type { CliContext } from '../context.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { checkTop } from '../parsing/sweep-flags.js';
import { printLeaderboard } from '../print-leaderboard.js';
import { withResults } from '../with-results.js';

interface LeaderboardArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly top: number | undefined;
  readonly metric: MetricName | undefined;
  readonly rule: Rule;
  readonly state: readonly TrialState[] | undefined;
  readonly where: readonly string[] | undefined;
  readonly trials: boolean;
}

export async function run(args: LeaderboardArgs, context: CliContext): Promise<void> {
  const { place, format, top, trials, state: states, ...request } = args;
  if (top !== undefined) checkTop(top);
  const board = await withResults(context, place, 'read', async ({ store }) =>
    judgeBoard(store, await readLeaderboard(store, { ...request, states }), trials),
  );
  printLeaderboard(context.out, format, board, { top });
}
