import { codeOf, messageOf, StoreError } from '../../core/errors.js';

const LOCKED =
  'another program has it locked: wait until that is done, then try again; `thaw resume` goes on with a sweep that was cut short';

const DAMAGED =
  'it is damaged. Restore a copy, or name another file with --db; `thaw doctor` says what is left';

/** SQLite has no code of its own for a header or a schema that it cannot make sense of. */
const SENSELESS = /unsupported file format|malformed|no such (table|column)|has no column/;

/** What to do about SQLite's result codes; extended codes (`SQLITE_IOERR_WRITE`) begin like these. */
const ADVICE: readonly (readonly [code: string, advice: string])[] = [
  ['SQLITE_BUSY', LOCKED],
  ['SQLITE_LOCKED', LOCKED],
  ['SQLITE_NOTADB', 'it is no SQLite database: name another file with --db'],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_FULL', 'the disk is full: free some space, then go on with `thaw resume`'],
  ['SQLITE_CANTOPEN', 'it cannot be opened: check that its folder can be written to'],
  ['SQLITE_READONLY', 'it cannot be written to: check the permissions of the file and its folder'],
  ['SQLITE_IOERR', 'the disk failed to read or write: check it, then go on with `thaw resume`'],
];

/** SQLite's and the file system's errors as ones that say what to do; others as they are. */
export function storeError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof StoreError) return error;
  const message = messageOf(error);
  const known =
    code === 'SQLITE_ERROR' && SENSELESS.test(message)
      ? ([code, DAMAGED] as const)
      : ADVICE.find(([prefix]) => code.startsWith(prefix));
  if (known) return new StoreError(`database ${path}: ${known[1]} (${message})`, { cause: error });
  if (/^E[A-Z]+$/.test(code)) {
    return new StoreError(
      `database ${path}: its folder cannot be created (${message}): check the path, or name another with --db`,
    );
  }
  return error;
}

/** The same for an older database that could not be brought up to date: it is as it was. */
export function upgradeError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof StoreError) return error;
  const [, advice] = UPGRADE_ADVICE.find(([pattern]) => pattern.test(code)) ?? [];
  if (advice === undefined) return storeError(error, path);
  return new StoreError(
    `database ${path}: an older version of Thaw made it, and it could not be brought up to date: ${advice} (${messageOf(error)}). Nothing was changed`,
  );
}

const UPGRADE_ADVICE: readonly (readonly [code: RegExp, advice: string])[] = [
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    'the disk is full: free up to ten times its size, then try again',
  ],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|EACCES|EPERM|EROFS)/,
    'the file, or the folder in which a copy of it is to be kept, cannot be written to: change their permissions, or copy the file to another folder and name the copy with --db',
  ],
  [/^SQLITE_BUSY/, 'another process is writing to it: wait until it is done, then try again'],
  [/^(SQLITE_IOERR|E[A-Z_]+$)/, 'a copy of it could not be kept: check the disk and the folder'],
];
