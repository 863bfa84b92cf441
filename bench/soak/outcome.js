import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * @typedef {Readonly<Record<string, string>>} Outcome What a sweep came to, by what it is of.
 * @typedef {{ sweeps: number, epochs: number, running: number, attempts: number, held: number }} Standing
 */

/**
 * All that must not depend on when a process died: states, every report's numbers, best epochs, bytes
 * of the networks that were kept.
 *
 * @param {string} db
 * @returns {Outcome}
 */
export function outcomeOf(db) {
  const sqlite = new Sqlite(db, { readonly: true, timeout: 20_000 });
  /** @type {(sql: string) => any[]} */
  const all = (sql) => sqlite.prepare(sql).all();
  const trials = all('select id, number, state, params, checkpoint_epoch as kept from trials');
  const reports = all(
    `select number, epoch, metrics, learning_rate as rate
     from reports join trials on trials.id = trial_id order by number, epoch`,
  );
  sqlite.close();
  return Object.fromEntries([
    ...trials.map(({ number, state, params, kept }) => [
      `trial ${number}`,
      `${state}, weights of epoch ${kept}, ${params}`,
    ]),
    ...reports.map(({ number, epoch, metrics, rate }) => [
      `trial ${number}, epoch ${epoch}`,
      `${metrics} at ${rate}`,
    ]),
    ...networks(join(dirname(db), 'checkpoints', 'sweep-1')),
  ]);
}

/** @param {string} folder */
function networks(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  return names.map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  ]);
}

/**
 * Where two outcomes differ.
 *
 * @param {Outcome} want
 * @param {Outcome} got
 */
export function differences(want, got) {
  return [...new Set([...Object.keys(want), ...Object.keys(got)])]
    .filter((key) => want[key] !== got[key])
    .map((key) => `${key}: ${got[key] ?? 'missing'}; undisturbed ${want[key] ?? 'not there'}`);
}

/**
 * How a sweep stands this moment; null: there is no database yet, or it is being made.
 *
 * @param {string} db
 * @returns {Standing | null}
 */
export function standingOf(db) {
  if (!existsSync(db)) return null;
  try {
    const sqlite = new Sqlite(db, { readonly: true, timeout: 2000 });
    try {
      return /** @type {Standing} */ (
        sqlite
          .prepare(
            `select (select count(*) from sweeps) as sweeps,
                    (select count(*) from reports) as epochs,
                    (select count(*) from trials where state = 'running') as running,
                    (select count(*) from attempts where state = 'running') as attempts,
                    (select count(*) from sweeps where holder_pid is not null) as held`,
          )
          .get()
      );
    } finally {
      sqlite.close();
    }
  } catch {
    return null;
  }
}
