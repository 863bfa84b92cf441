/** Flags of every command. */
export const SHARED_FLAGS = {
  db: {
    type: 'string',
    default: 'results/thaw.sqlite',
    describe: 'Database; everything a run leaves behind is stored beside it',
  },
  format: {
    choices: ['table', 'json', 'csv'],
    default: 'table',
    describe: 'How to print results',
  },
} as const;

export type Format = (typeof SHARED_FLAGS.format.choices)[number];

/** What every command is given. */
export interface SharedArgs {
  /** Path as the user wrote it. */
  readonly db: string;
  readonly format: Format;
}
