import { deflateSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { Fingerprint, MadeOf } from '../../../core/prints/fingerprint.js';
import { type MadeColumns, readListing, toMadeOf } from '../../reading/made-columns.js';
import type { Methods } from '../methods.js';

interface TrialColumns extends Pick<MadeColumns, 'trial' | 'change'> {
  readonly fingerprint_id: number;
}

/** What trials were made of. */
export function fingerprintTable(
  db: Database,
): Pick<Methods, 'keepListing' | 'listing' | 'madeOf' | 'allMadeOf'> {
  const columns = 't.id as trial, t.change, f.class_names, f.data, f.weights';
  const from = 'from trials t join fingerprints f on f.id = t.fingerprint_id';
  const select = db.prepare<[number], MadeColumns>(`select ${columns} ${from} where t.id = ?`);
  const selectOfSweep = db.prepare<[number], TrialColumns>(
    `select id as trial, change, fingerprint_id from trials
     where sweep_id = ? and fingerprint_id is not null order by change, number`,
  );
  const insert = db.prepare<[string, Buffer]>(
    'insert into listings (digest, body) values (?, ?) on conflict do nothing',
  );
  const selectListing = db
    .prepare<[string], Buffer>('select body from listings where digest = ?')
    .pluck();

  return {
    keepListing(digest, listing) {
      insert.run(digest, deflateSync(JSON.stringify(listing)));
    },
    listing(digest) {
      const body = selectListing.get(digest);
      return body ? readListing(body, digest) : null;
    },
    madeOf(trialId) {
      const row = select.get(trialId);
      return row ? toMadeOf(row) : null;
    },
    allMadeOf(sweepId) {
      const groups = new Map<string, MadeOf & { readonly trials: number[] }>();
      for (const row of selectOfSweep.all(sweepId)) {
        const key = `${row.change} ${row.fingerprint_id}`;
        const known = groups.get(key);
        if (known) known.trials.push(row.trial);
        // Class names may be many: they are read of one trial for all.
        else groups.set(key, { ...toMadeOf(select.get(row.trial)!), trials: [row.trial] });
      }
      return [...groups.values()];
    },
  };
}

/** Says of trials what they are made of; a fingerprint that is there already serves again. */
export function fingerprintMarks(db: Database): {
  readonly mark: (trialIds: readonly number[], made: MadeOf | undefined) => void;
} {
  const find = db
    .prepare<[string, string | null, string | null], number>(
      'select id from fingerprints where class_names = ? and data is ? and weights is ?',
    )
    .pluck();
  const insert = db.prepare<[string, string | null, string | null]>(
    'insert into fingerprints (class_names, data, weights) values (?, ?, ?)',
  );
  const update = db.prepare<[number | null, number, number]>(
    'update trials set fingerprint_id = ?, change = ? where id = ?',
  );

  function idOf({ classNames, data, weights }: Fingerprint): number {
    const columns = [JSON.stringify(classNames), data, weights] as const;
    return find.get(...columns) ?? Number(insert.run(...columns).lastInsertRowid);
  }

  return {
    mark(trialIds, made) {
      const id = made ? idOf(made.fingerprint) : null;
      for (const trialId of trialIds) update.run(id, made?.change ?? 0, trialId);
    },
  };
}
