import { deflateSync } from 'node:zlib';
import type { MadeOf } from '../../../core/prints/fingerprint.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';
import { FINGERPRINTS } from './sweep-table.js';

export function fingerprintTable(sql: Sql): Pick<Methods, 'keepListing'> {
  return {
    async keepListing(digest, listing) {
      await sql.run('insert into listings (digest, body) values ($1, $2) on conflict do nothing', [
        digest,
        deflateSync(JSON.stringify(listing)),
      ]);
    },
  };
}

/** Says of trials what they are made of; a fingerprint that is there already serves again. */
export async function markFingerprint(
  trialIds: readonly number[],
  made: MadeOf | undefined,
  sql: Sql,
): Promise<void> {
  const id = made ? await idOf(made.fingerprint, sql) : null;
  await sql.run('update trials set fingerprint_id = $2, change = $3 where id = any($1)', [
    trialIds,
    id,
    made?.change ?? 0,
  ]);
}

async function idOf(
  { classNames, data, weights }: MadeOf['fingerprint'],
  sql: Sql,
): Promise<number> {
  const columns = [JSON.stringify(classNames), data, weights];
  await sql.run(`select pg_advisory_xact_lock_shared(${FINGERPRINTS})`);
  const row =
    (await sql.one<{ id: number }>(
      `select id from fingerprints where class_names = $1
       and data is not distinct from $2 and weights is not distinct from $3 limit 1`,
      columns,
    )) ??
    (await sql.one<{ id: number }>(
      'insert into fingerprints (class_names, data, weights) values ($1, $2, $3) returning id',
      columns,
    ));
  return row!.id;
}
