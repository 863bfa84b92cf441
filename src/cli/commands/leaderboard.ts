import { METRIC_NAMES } from '../../core/metric.js';
import { TRIAL_STATES } from '../../core/trial-state.js';
import { defineCommand } from '../parsing/command.js';
import { TABLE_ROWS } from '../parsing/table-rows.js';

export const leaderboardCommand = defineCommand({
  usage: 'leaderboard [sweep]',
  summary: 'Rank the recipes of a sweep, and say how sure that is',
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
    trials: {
      type: 'boolean',
      default: false,
      describe: 'A row for each trial, not for each recipe with all its runs',
    },
    where: { type: 'array', string: true, describe: 'Only where key=value; repeatable' },
  },
  examples: [
    ['leaderboard', 'The latest sweep'],
    ['leaderboard 3 --top 5 --metric val_loss', 'Sweep 3 by another metric'],
    ['leaderboard --where scheduler=cosine', 'Only trials with the cosine schedule'],
    ['leaderboard --format json', 'All rows, for a script'],
  ],
  load: () => import('../actions/leaderboard.js'),
});
