/** Flags of every command. */
export const SHARED_FLAGS = {
  db: {
    type: 'string',
    default: 'results/thaw.sqlite',
    describe: 'Database; all that a run leaves lies beside it',
  },
  format: {
    choices: ['table', 'json', 'csv'],
    default: 'table',
    describe: 'How to print results',
  },
} as const;

export type Format = 'table' | 'json' | 'csv';
