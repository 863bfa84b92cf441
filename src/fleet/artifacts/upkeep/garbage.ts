import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Connections } from '../../../store/postgres/sql.js';
import { blobKey } from '../blob-key.js';
import type { BlobPlace } from '../drivers/driver.js';

export interface GarbageRule {
  /** Milliseconds since an artifact was last put, read or asked for, after which it may go. */
  readonly graceMs: number;
  /** The same for images and weights that no sweep uses: the next one may. */
  readonly inputMs: number;
}

/** A day; thirty for what somebody may train on again. */
export const GARBAGE_RULE: GarbageRule = { graceMs: 86_400_000, inputMs: 30 * 86_400_000 };

export interface Garbage {
  readonly team: string;
  readonly digest: string;
  readonly bytes: number;
  /** Images or weights that were sent along with a sweep. */
  readonly isInput: boolean;
}

/**
 * Artifacts that nothing names: no snapshot, trial or sweep, no lease that is open, nothing that an
 * agent told and no conductor has taken in. A digest that any team's row names counts for all teams.
 */
export function findGarbage(
  sql: Pick<Connections, 'all'>,
  { graceMs, inputMs }: GarbageRule,
): Promise<readonly Garbage[]> {
  return sql.all(`${SELECT} where ${IS_GARBAGE} order by a.team, a.digest`, [graceMs, inputMs]);
}

/**
 * Removes one if it still is garbage; false: it is not, or is gone. Its row is locked until its blob
 * is gone: who puts the same meanwhile puts it again.
 */
export function removeGarbage(
  sql: Connections,
  place: BlobPlace,
  { team, digest }: Pick<Garbage, 'team' | 'digest'>,
  { graceMs, inputMs }: GarbageRule,
): Promise<boolean> {
  return sql.inTransaction(async ({ one, run }) => {
    const own = [team, digest];
    const locked = await one(
      'select 1 from artifacts where team = $1 and digest = $2 for update',
      own,
    );
    if (!locked) return false;
    const still = await one(`${SELECT} where a.team = $3 and a.digest = $4 and ${IS_GARBAGE}`, [
      graceMs,
      inputMs,
      ...own,
    ]);
    if (!still) return false;
    await run('delete from artifact_keys where team = $1 and digest = $2', own);
    await run('delete from artifacts where team = $1 and digest = $2', own);
    await place.remove(blobKey(team, digest));
    return true;
  });
}

const SELECT = `
select a.team, a.digest, a.bytes,
       exists (select from artifact_keys k where k.team = a.team and k.digest = a.digest) as "isInput"
from artifacts a`;

/** A sweep's own words (MadeOf) and what its trials were made of name images and weights by their keys. */
const IS_USED_INPUT = `
  select from artifact_keys k
  where k.team = a.team and k.digest = a.digest
    and (
      a.created_at >= ${NOW_MS} - $2
      or exists (select from submissions s where position(k.key in s.made) > 0)
      or exists (
        select from fingerprints f join trials t on t.fingerprint_id = f.id
        where case k.kind when 'data' then f.data else f.weights end = k.key
      )
    )`;

/** $1 is the grace, $2 that of inputs. */
const IS_GARBAGE = `
  a.created_at < ${NOW_MS} - $1
  and not exists (select from snapshots s where s.sha256 = a.digest)
  and not exists (select from trials t where t.checkpoint_digest = a.digest)
  and not exists (select from trials t where t.network_digest = a.digest)
  and not exists (${IS_USED_INPUT})
  and not exists (
    select from leases l
    where l.state in ('queued', 'running') and position(a.digest in l."order") > 0
  )
  and not exists (select from messages m where position(a.digest in m.body) > 0)`;
