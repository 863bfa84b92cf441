import { UsageError } from '../../core/errors.js';
import { NOW_MS } from '../../store/postgres/server-now.js';
import type { Sql } from '../../store/postgres/sql.js';
import { drawSecret } from './secret.js';

export interface NewToken {
  readonly team: string;
  readonly owner: string;
  readonly role: TokenRole;
  /** Milliseconds that it is good for; null: until it is revoked. */
  readonly lifeMs: number | null;
}

/** `agent`: trains. `user`: submits sweeps and reads results. */
export const TOKEN_ROLES = ['agent', 'user'] as const;

export type TokenRole = (typeof TOKEN_ROLES)[number];

/** As people see it. Times are milliseconds since 1970 by the server's clock. */
export interface TokenRow extends Omit<NewToken, 'lifeMs'> {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Null: nobody ever used it. */
  readonly usedAt: number | null;
  readonly state: 'valid' | 'expired' | 'revoked';
}

/** Makes a token; what it returns is told once and kept nowhere. */
export async function createToken(
  sql: Sql,
  { team, owner, role, lifeMs }: NewToken,
): Promise<{ readonly token: string; readonly row: TokenRow }> {
  const { id, token, hash } = drawSecret();
  const row = await sql.one<TokenColumns>(
    `insert into tokens (id, hash, team, owner, role, created_at, expires_at)
     values ($1, $2, $3, $4, $5, ${NOW_MS}, ${NOW_MS} + $6::bigint)
     returning ${COLUMNS}`,
    [id, hash, team, owner, role, lifeMs],
  );
  return { token, row: rowOf(row!) };
}

/** Oldest first. */
export async function listTokens(sql: Sql): Promise<readonly TokenRow[]> {
  const rows = await sql.all<TokenColumns>(`select ${COLUMNS} from tokens order by created_at, id`);
  return rows.map(rowOf);
}

/** From now on it is refused. Repeatable. @throws {UsageError} there is none. */
export async function revokeToken(sql: Sql, id: string): Promise<TokenRow> {
  const row = await sql.one<TokenColumns>(
    `update tokens set revoked_at = coalesce(revoked_at, ${NOW_MS}) where id = $1
     returning ${COLUMNS}`,
    [id],
  );
  if (row) return rowOf(row);
  throw new UsageError(
    `There is no token ${id}: \`thaw token list\` shows them. A token is named by the part between its first two underscores.`,
  );
}

interface TokenColumns extends Omit<NewToken, 'lifeMs'> {
  readonly id: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly used_at: number | null;
  readonly is_expired: boolean;
}

const COLUMNS = `id, team, owner, role, created_at, expires_at, revoked_at, used_at,
  coalesce(expires_at <= ${NOW_MS}, false) as is_expired`;

function rowOf(row: TokenColumns): TokenRow {
  const { id, team, owner, role } = row;
  return {
    ...{ id, team, owner, role },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
    state: row.revoked_at !== null ? 'revoked' : row.is_expired ? 'expired' : 'valid',
  };
}
