import { METRIC_NAMES } from '../../../core/metric.js';
import { TRIAL_STATES } from '../../../core/trial-state.js';
import { defineCommand } from '../../parsing/command.js';

export const plotCommand = defineCommand({
  usage: 'plot [kind] [of..]',
  summary: 'Draw a chart of a sweep or a trial, here or into a file',
  positionals: {
    kind: { type: 'string', describe: 'What to draw, see below' },
    of: {
      type: 'string',
      array: true,
      default: [],
      describe: 'Id or name of a sweep, default: the latest; or ids of trials',
    },
  },
  flags: {
    output: {
      alias: 'o',
      type: 'string',
      describe: 'File to write: .svg or .png; -: SVG to stdout',
    },
    metric: { choices: METRIC_NAMES, describe: "The metric to draw; default: the sweep's" },
    state: {
      type: 'array',
      choices: TRIAL_STATES,
      describe: 'Only trials in this state; repeatable',
    },
    top: { type: 'number', describe: 'So many of the best in color, the others gray' },
    chosen: { type: 'array', number: true, describe: 'A trial to stand out; repeatable' },
    smooth: { type: 'number', describe: 'Average over epochs, from 0 (not at all) to below 1' },
    x: { type: 'string', describe: 'What runs along x: epoch, trial, seconds, a parameter' },
    y: { type: 'string', describe: 'What runs along y' },
    log: { type: 'array', string: true, describe: 'A logarithmic axis; repeatable' },
    linear: {
      type: 'array',
      string: true,
      describe: 'An axis that is not logarithmic; repeatable',
    },
    brush: {
      type: 'array',
      string: true,
      describe: 'Only what lies in it: NAME:LOW..HIGH, or NAME=VALUE,VALUE; repeatable',
    },
    zoom: { type: 'array', string: true, describe: 'All of an axis to show: NAME:LOW..HIGH' },
    width: { type: 'number', describe: "A file's width in pixels" },
    height: { type: 'number', describe: "A file's height in pixels" },
    scale: { type: 'number', default: 2, describe: "A PNG's pixels for each of these" },
    dark: { type: 'boolean', default: false, describe: 'Light on dark' },
    ascii: {
      type: 'boolean',
      describe: 'Draw with ASCII alone; default: where the locale is not UTF-8',
    },
  },
  examples: [
    ['plot curves', 'Learning curves of the latest sweep, in the terminal'],
    ['plot best 3 -o best.svg -x seconds', 'What sweep 3 came to, by what it took'],
    ['plot curves --brush learning_rate:1e-4..1e-3 --top 10 -o curves.png', 'Some of them'],
    ['plot best --format csv', 'The numbers of the chart'],
  ],
  details: async () => (await import('../../render/pictures/chart-kinds.js')).renderChartKinds(),
  load: () => import('../../actions/pictures/plot.js'),
});
