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

/** The row of what trials are made of; one that is there already serves again. */
export async function fingerprintId(
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
