import { Refusal } from '../../machine/http/refusal.js';
import { NOW_MS } from '../../store/postgres/server-now.js';
import type { Sql } from '../../store/postgres/sql.js';
import { hasHash, idIn } from './secret.js';
import type { TokenRole } from './tokens.js';

/** Whose request it is, as its token says. */
export interface Caller {
  /** The token's public part. */
  readonly tokenId: string;
  readonly team: string;
  readonly owner: string;
  readonly role: TokenRole;
}

export interface TokenGate {
  /**
   * Who brings this token; `address`: from where.
   *
   * @throws {Refusal} nobody, any more, or too many wrong ones came from there.
   */
  check(authorization: string | undefined, address: string): Promise<Caller>;
}

interface Known {
  readonly hash: string;
  readonly caller: Caller | null;
  readonly at: number;
}

/**
 * Asks the database for each token every few seconds: one that was revoked or has expired is refused
 * that soon. Who was let in lately is asked for, whatever else comes from that address.
 */
export function createTokenGate(sql: Sql): TokenGate {
  const known = new Map<string, Known>();
  const wrong = new Map<string, { count: number; since: number }>();

  async function look(id: string): Promise<Known> {
    const row = await sql.one<{
      readonly hash: string;
      readonly team: string;
      readonly owner: string;
      readonly role: TokenRole;
      readonly is_valid: boolean;
    }>(
      `select hash, team, owner, role,
         revoked_at is null and coalesce(expires_at > ${NOW_MS}, true) as is_valid
       from tokens where id = $1`,
      [id],
    );
    const caller = row?.is_valid
      ? { tokenId: id, team: row.team, owner: row.owner, role: row.role }
      : null;
    return { hash: row?.hash ?? '', caller, at: performance.now() };
  }

  async function callerOf(token: string, id: string): Promise<Caller | null> {
    let entry = known.get(id);
    // Somebody else's guess at a known id says nothing about it, and asks for nothing.
    if (entry && !hasHash(token, entry.hash)) return null;
    if (!entry || performance.now() - entry.at > GOOD_FOR_MS) {
      entry = await look(id);
      if (!hasHash(token, entry.hash)) return null;
      forgetSome(known);
      known.set(id, entry);
      if (entry.caller) {
        await sql.run(
          `update tokens set used_at = ${NOW_MS}
           where id = $1 and coalesce(used_at < ${NOW_MS} - ${USED_EVERY_MS}, true)`,
          [id],
        );
      }
    }
    return entry.caller;
  }

  function isBarred(address: string): boolean {
    const entry = wrong.get(address);
    if (!entry) return false;
    if (performance.now() - entry.since > WINDOW_MS) wrong.delete(address);
    else return entry.count >= MOST_WRONG;
    return false;
  }

  function count(address: string): void {
    const entry = wrong.get(address);
    if (entry) entry.count += 1;
    else {
      forgetSome(wrong);
      wrong.set(address, { count: 1, since: performance.now() });
    }
  }

  return {
    async check(authorization, address) {
      const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1];
      const id = token === undefined ? null : idIn(token);
      const isKnown = id !== null && hasHash(token!, known.get(id)?.hash ?? '');
      if (isBarred(address) && !isKnown) {
        throw new Refusal(429, 'Too many wrong tokens came from this address: wait a minute.', {
          'Retry-After': String(WINDOW_MS / 1000),
        });
      }
      const caller = id === null ? null : await callerOf(token!, id);
      if (caller) return caller;
      count(address);
      throw new Refusal(401, TELL, { 'WWW-Authenticate': 'Bearer' });
    },
  };
}

const TELL =
  'The token is missing, wrong, revoked or expired; it is sent as `Authorization: Bearer`.';

/** Milliseconds that an answer of the database holds. */
const GOOD_FOR_MS = 3000;

/** Milliseconds between two notes of when a token was used. */
const USED_EVERY_MS = 60_000;

/** Wrong tokens from one address in so many milliseconds, before it has to wait. */
const MOST_WRONG = 20;
const WINDOW_MS = 60_000;

/** Entries that are remembered. */
const MOST = 10_000;

/** The oldest entries make room. */
function forgetSome(entries: Map<string, unknown>): void {
  if (entries.size < MOST) return;
  for (const key of [...entries.keys()].slice(0, MOST / 10)) entries.delete(key);
}
