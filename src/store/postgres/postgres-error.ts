import { codeOf, messageOf, StoreError } from '../../core/errors.js';
import { CommitLostError } from './sql.js';

const AWAY =
  'the server cannot be reached: check that it runs, and that this machine may connect to it';

const BUSY = 'the server is not ready, or has too many connections: try again in a moment';

/** What to do about PostgreSQL's codes, and the system's; longer codes begin like these. */
const ADVICE: readonly (readonly [code: string, advice: string])[] = [
  ['ECONNREFUSED', 'no server listens there: start PostgreSQL, or check the host and the port'],
  ['ENOTFOUND', 'there is no host of that name: check the address'],
  ['EAI_AGAIN', 'the name of its host could not be looked up: check the network'],
  ['ENOENT', 'no server listens there: start PostgreSQL, or check the path of its socket'],
  ['EHOSTUNREACH', AWAY],
  ['ENETUNREACH', AWAY],
  ['ETIMEDOUT', AWAY],
  ['ECONNRESET', AWAY],
  ['EPIPE', AWAY],
  ['28P01', 'the password was refused: check the user, and the password in PGPASSWORD'],
  ['28', 'the server lets this user not in: ask whoever looks after it'],
  ['3D000', 'there is no such database: make it with `createdb`, or check its name'],
  ['42501', 'the user has no right to do that: ask whoever looks after the database'],
  ['25006', 'it can only be read: name the server that is written to'],
  ['53100', "the server's disk is full: free some space, then go on with `thaw resume`"],
  ['53200', 'the server is out of memory: try again later'],
  ['53300', BUSY],
  ['57P03', BUSY],
  ['57P04', 'the database was dropped'],
  ['57014', 'a statement took too long, or was cancelled'],
  ['57', 'the server was stopped: start it again, then go on with `thaw resume`'],
  ['58', 'the server failed to read or write: look at its log'],
  ['XX00', 'it is damaged: look at the log of the server'],
  ['08', AWAY],
];

/** What `pg` says in words alone. */
const WORDS: readonly (readonly [words: RegExp, advice: string])[] = [
  [/^(Connection terminated|timeout exceeded when|Query read timeout)/, AWAY],
  [/not queryable/, AWAY],
  [/password must be a (non-empty )?string|SASL/, 'it wants a password: set PGPASSWORD'],
  [/does not support SSL/, 'the server has no TLS: leave `sslmode` out, or set it up there'],
];

/** PostgreSQL's and the network's errors as ones that say what to do; others as they are. */
export function storeError(error: unknown, place: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  if (error instanceof CommitLostError) return storeError(error.cause, place);
  const code = codeOf(error);
  const known =
    (code === undefined ? undefined : ADVICE.find(([prefix]) => code.startsWith(prefix))) ??
    WORDS.find(([words]) => words.test(error.message));
  if (known) {
    // Of several addresses of one host, none of which answers, there is no message.
    const word = messageOf(error) || code;
    return new StoreError(`database ${place}: ${known[1]} (${word})`, { cause: error });
  }
  if (code !== undefined && /^(ERR_TLS|.*CERT)/.test(code)) {
    return new StoreError(`database ${place}: its certificate is not trusted (${error.message})`);
  }
  return error;
}

/** Whether it may be over in a moment, and the same be asked again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof CommitLostError) return true;
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error && PASSING_WORDS.test(error.message);
  return PASSING.test(code);
}

/** Not ENOTFOUND, 57014 or 57P04: those stay as they are. */
const PASSING =
  /^(08|53300|57P0[1235]|40001|40P01|25P03|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)/;

const PASSING_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;
