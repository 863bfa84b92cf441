import { defaultFormat, exportFormats } from '../../exports/formats/index.js';
import { defineCommand } from '../parsing/command.js';
import { WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const exportCommand = defineCommand({
  usage: 'export [trial|sweep]',
  summary: "Write a trial's network, or a sweep's results, as others read them",
  positionals: {
    trial: {
      type: 'string',
      describe:
        'A trial by its number in the column "trial", or best; or a sweep by its id or name, default: the latest',
    },
  },
  flags: {
    to: {
      choices: exportFormats.map(({ name }) => name),
      default: defaultFormat.name,
      describe: 'Format',
    },
    output: {
      alias: 'o',
      type: 'string',
      describe: 'File, folder or address; default: exports/ beside the database',
    },
    weights: WEIGHTS_FLAG,
  },
  examples: exportFormats.map(({ name, of, summary }) => {
    return [`export ${of === 'trial' ? '12 ' : ''}--to ${name}`, summary] as const;
  }),
  load: () => import('../actions/export.js'),
});
