import { defineCommand } from '../parsing/command.js';
import {
  DB_TIMEOUT_FLAG,
  SHARING_FLAG,
  SKIP_BAD_FLAG,
  SWEEP_FLAGS,
} from '../parsing/sweep-flags.js';

export const resumeCommand = defineCommand({
  usage: 'resume [sweep]',
  summary: 'Finish what remains of a sweep',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    workers: SWEEP_FLAGS.workers,
    'skip-bad': SKIP_BAD_FLAG,
    sharing: SHARING_FLAG,
    'db-timeout': DB_TIMEOUT_FLAG,
  },
  examples: [
    ['resume', 'Continue the latest sweep after Ctrl-C or a crash'],
    ['resume 3', 'Continue sweep 3'],
  ],
  load: () => import('../actions/resume.js'),
});
