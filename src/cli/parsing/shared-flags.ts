import { DEFAULT_DB, type NamedPlace } from './place-of.js';

/** Flags of every command. */
export const SHARED_FLAGS = {
  db: {
    type: 'string',
    defaultDescription: DEFAULT_DB,
    describe: 'Database; everything a run leaves behind is stored beside it',
  },
  store: {
    type: 'string',
    describe: 'Instead of --db, results that machines share: postgres:// or a gateway; THAW_STORE',
  },
  'token-file': {
    type: 'string',
    describe: 'For a gateway: file with your token; default: what THAW_TOKEN holds',
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
  /** Where the results are that it is about. */
  readonly place: NamedPlace;
  readonly format: Format;
}
