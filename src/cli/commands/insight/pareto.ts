import { METRIC_NAMES } from '../../../core/metric.js';
import { defineCommand } from '../../parsing/command.js';
import { TABLE_ROWS } from '../../parsing/table-rows.js';

export const paretoCommand = defineCommand({
  usage: 'pareto [sweep]',
  summary: 'Show the trials that are best by several metrics at once',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    metrics: {
      type: 'string',
      describe: `Two or more, with commas between: ${METRIC_NAMES.join(', ')}; default: those of the sweep, or its metric and training_seconds`,
    },
    top: { type: 'number', describe: `Trials behind the front to show; default: ${TABLE_ROWS}` },
  },
  examples: [
    ['pareto', 'The latest sweep: what more time buys'],
    ['pareto 3 --metrics val_accuracy,trained_parameters', 'Sweep 3: what a larger head buys'],
    ['pareto --format json', 'With the hypervolume over trials, for a script'],
  ],
  load: () => import('../../actions/insight/pareto.js'),
});
