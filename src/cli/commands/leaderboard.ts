import { UsageError } from '../../core/errors.js';
import { METRIC_NAMES, metricOf } from '../../core/metric.js';
import { TRIAL_STATES } from '../../core/trial-state.js';
import { findSweep } from '../../results/find-sweep.js';
import { parseWhere } from '../../results/parse-where.js';
import type { LeaderboardQuery } from '../../store/port.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { printLeaderboard, TABLE_ROWS } from '../print-leaderboard.js';

export const leaderboardCommand = defineCommand({
  usage: 'leaderboard [sweep]',
  summary: 'Rank the trials of a sweep',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    top: { type: 'number', describe: `Rows to show; default: ${TABLE_ROWS} in a table, else all` },
    metric: { choices: METRIC_NAMES, describe: "Rank by; default: the sweep's metric" },
    rule: {
      choices: ['best', 'last'],
      default: 'best',
      describe: 'The epoch that stands for a trial: its best, or its last',
    },
    state: {
      type: 'array',
      choices: TRIAL_STATES,
      describe: 'Only trials in this state; repeatable',
    },
    where: { type: 'array', string: true, describe: 'Only where key=value; repeatable' },
  },
  examples: [
    ['leaderboard', 'The latest sweep'],
    ['leaderboard 3 --top 5 --metric val_loss', 'Sweep 3 by another metric'],
    ['leaderboard --where scheduler=cosine', 'Only trials with the cosine schedule'],
    ['leaderboard --format json', 'All rows, for a script'],
  ],
  async run(args, context) {
    if (args.top !== undefined && !(Number.isInteger(args.top) && args.top >= 1)) {
      throw new UsageError(`--top expects a whole number from 1, not ${args.top}.`);
    }
    await readResults(context, args.db, async (store) => {
      const sweep = await findSweep(store, args.sweep);
      const metric = metricOf(sweep.spec.metric, args.metric);
      const query: LeaderboardQuery = {
        metric: metric.name,
        goal: metric.goal,
        rule: args.rule,
        ...(args.state ? { states: args.state } : {}),
        ...(args.where ? { where: parseWhere(args.where, sweep.spec.space) } : {}),
      };
      const rows = await store.readings.leaderboard(sweep.id, query);
      printLeaderboard({ sweep, query, rows, top: args.top }, args.format, context);
    });
  },
});
