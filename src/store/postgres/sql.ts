import pg from 'pg';

/** Statements with values as `$1`, `$2`. */
export interface Sql {
  all<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The first row; undefined: there is none. */
  one<Row>(text: string, values?: readonly unknown[]): Promise<Row | undefined>;
  /** Resolves to how many rows it changed. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** Connections to one database, with Thaw's own schema as the first. */
export interface Connections extends Sql {
  /**
   * All of it or nothing; what `act` throws takes it back. `opening`: statements without values that
   * go with its beginning as one message, and whose rows `act` is given, list by list.
   *
   * @throws {CommitLostError} whether it came about is not known.
   */
  inTransaction<Result>(
    act: (sql: Sql, opened: readonly pg.QueryResult[]) => Promise<Result>,
    opening?: readonly string[],
  ): Promise<Result>;
  /** The same, reading alone: all its statements see the database as it was at one moment. */
  inSnapshot<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** For what needs a connection of its own (LISTEN). Whoever asks releases it. */
  connect(): Promise<pg.PoolClient>;
  close(): Promise<void>;
}

/** The connection broke after a transaction was to be kept, and before the server's word on it. */
export class CommitLostError extends Error {}

export interface ConnectOptions {
  /** Schema of Thaw's tables. */
  readonly schema?: string;
  /** What PostgreSQL calls who connects (`application_name`). */
  readonly name?: string;
  /** Connections at most. */
  readonly size?: number;
  /** Milliseconds that one statement may take; 0: any. A server that is cut off is noticed by it. */
  readonly timeoutMs?: number;
  /** Whether the server is to refuse whatever writes. */
  readonly readOnly?: boolean;
  /** Told of connections that broke while nobody used them. */
  readonly onError?: (error: Error) => void;
}

/** Connects when first asked; `place` is what `--store` names, passwords come as PostgreSQL's own tools take them. */
export function connectTo(place: string, options: ConnectOptions = {}): Connections {
  const { schema = SCHEMA, size = 10, timeoutMs = 120_000, readOnly = false } = options;
  const { name = 'thaw', onError = () => undefined } = options;
  const [connectionString, own] = readPlace(place);
  const pool = new pg.Pool({
    connectionString,
    max: size,
    types: { getTypeParser },
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(timeoutMs > 0 ? { query_timeout: timeoutMs } : {}),
    options: [
      `-c search_path=${schema}`,
      `-c statement_timeout=${timeoutMs}`,
      // A process that is halted or cut off inside a transaction holds up nobody for longer.
      '-c idle_in_transaction_session_timeout=15000',
      `-c default_transaction_read_only=${readOnly}`,
      // A leaderboard of 100,000 trials is there before it is compiled.
      '-c jit=off',
      ...own,
    ].join(' '),
  });
  // A connection may break whoever has it, also while nobody waits for an answer; the next statement
  // fails then. Without somebody to hear of it the process would end.
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => undefined);

  async function within<Result>(
    begin: readonly string[],
    act: (sql: Sql, opened: readonly pg.QueryResult[]) => Promise<Result>,
  ): Promise<Result> {
    const client = await pool.connect();
    let isWell = false;
    try {
      const began: pg.QueryResult | readonly pg.QueryResult[] = await client.query(begin.join(';'));
      const opened = Array.isArray(began) ? began.slice(1) : [];
      const result = await act(sqlOf(client), opened);
      await commit(client);
      isWell = true;
      return result;
    } catch (error) {
      // Without its connection a transaction is over, too.
      isWell = !isTimeout(error) && (await rollBack(client));
      throw error;
    } finally {
      client.release(!isWell);
    }
  }

  return {
    ...sqlOf(pool),
    inTransaction: (act, opening = []) => within(['begin', ...opening], act),
    inSnapshot: (act) => within(['begin isolation level repeatable read read only'], act),
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}

/** Where Thaw's tables lie. */
export const SCHEMA = 'thaw';

/** What a client or a pool can be asked, as `Sql`. */
function sqlOf(client: Pick<pg.Pool | pg.PoolClient, 'query'>): Sql {
  const query = (text: string, values: readonly unknown[] = []) =>
    client.query(text, values.map(withoutNul));
  return {
    all: async (text, values) => (await query(text, values)).rows,
    one: async (text, values) => (await query(text, values)).rows[0],
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
  };
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit').catch((error: Error) => {
    if (error instanceof pg.DatabaseError && !ENDED.test(error.code ?? '')) throw error;
    throw new CommitLostError(error.message, { cause: error });
  });
  if (command !== 'COMMIT') throw new Error('a transaction was ended whose statement had failed');
}

/** Codes of a session that the server ends. */
const ENDED = /^(08|25P03|57P|XX)/;

/** Whether the connection is as good as before. */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/** What `pg` calls it when an answer does not come: whatever is asked next would wait for it, too. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** PostgreSQL's texts can't hold it, and a message may. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string')
    return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return Array.isArray(value) ? value.map(withoutNul) : value;
}

/**
 * A place as `pg` takes it, and options that it has for the server: they would take the place of ours,
 * and come beside them. TLS is named as what `pg` makes of it: a certificate that is checked.
 */
function readPlace(place: string): readonly [connectionString: string, options: readonly string[]] {
  if (!URL.canParse(place)) return [place, []];
  const url = new URL(place);
  const options = url.searchParams.getAll('options');
  url.searchParams.delete('options');
  if (/^(prefer|require|verify-ca)$/.test(url.searchParams.get('sslmode') ?? '')) {
    url.searchParams.set('sslmode', 'verify-full');
  }
  return [url.href, options];
}

/** Ids and bytes are far below 2^53, and numbers everywhere else. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.INT8) return Number;
  if (oid === INT8_LIST) return toNumbers;
  return pg.types.getTypeParser(oid, format as 'text');
}

/** Of PostgreSQL's catalog. */
const INT8_LIST = 1016;

function toNumbers(text: string): readonly number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(Number);
}
