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
  /** All of it or nothing; what `act` throws takes it back. */
  inTransaction<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** The same, reading alone: all its statements see the database as it was at one moment. */
  inSnapshot<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** For what needs a connection of its own (LISTEN). Whoever asks releases it. */
  connect(): Promise<pg.PoolClient>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Schema of Thaw's tables. */
  readonly schema?: string;
  /** Connections at most. */
  readonly size?: number;
  /** Told of connections that broke while nobody used them. */
  readonly onError?: (error: Error) => void;
}

/** Connects when first asked; `place` is what `--store` names, passwords come as PostgreSQL's own tools take them. */
export function connectTo(place: string, options: ConnectOptions = {}): Connections {
  const { schema = SCHEMA, size = 10, onError = () => undefined } = options;
  const pool = new pg.Pool({
    connectionString: place,
    max: size,
    types: { getTypeParser },
    options: `-c search_path=${schema}`,
  });
  pool.on('error', onError);

  async function within<Result>(begin: string, act: (sql: Sql) => Promise<Result>) {
    const client = await pool.connect();
    let isBroken = false;
    try {
      await client.query(begin);
      const result = await act(sqlOf(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        isBroken = true;
      });
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  return {
    ...sqlOf(pool),
    inTransaction: (act) => within('begin', act),
    inSnapshot: (act) => within('begin isolation level repeatable read read only', act),
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}

/** Where Thaw's tables lie. */
export const SCHEMA = 'thaw';

/** What a client or a pool can be asked, as `Sql`. */
export function sqlOf(client: Pick<pg.Pool | pg.PoolClient, 'query'>): Sql {
  const query = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  return {
    all: async (text, values) => (await query(text, values)).rows,
    one: async (text, values) => (await query(text, values)).rows[0],
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
  };
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
