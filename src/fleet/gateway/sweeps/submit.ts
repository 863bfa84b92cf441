import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { deflateSync } from 'node:zlib';
import { listingText } from '../../../core/prints/data-listing.js';
import type { MadeOf } from '../../../core/prints/fingerprint.js';
import { Refusal } from '../../../machine/http/refusal.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { notify } from '../../notices/notices.js';
import type { Submission } from '../../protocol/api.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';

/**
 * Lays a sweep down for the machines of its team; returns its id.
 *
 * @throws {Refusal} its images or weights are not what it says, or not among the artifacts yet.
 */
export async function submitSweep(
  { connections }: Pick<GatewayParts, 'connections'>,
  { team, owner }: Pick<Caller, 'team' | 'owner'>,
  submission: Submission,
): Promise<number> {
  const { spec, file, source, fingerprint, listing, priority, budgetSeconds } = submission;
  checkListing(submission);
  const made: MadeOf = { change: 0, fingerprint };
  return await connections.inTransaction(async (sql) => {
    await checkArtifacts(sql, team, submission);
    const row = await sql.one<{ readonly id: number }>(
      `insert into sweeps (name, state, spec, file, source, created_at)
       values ($1, 'interrupted', $2, $3, $4, $5) returning id`,
      [spec.name, JSON.stringify(spec), file, source, new Date().toISOString()],
    );
    const sweepId = row!.id;
    if (fingerprint.data !== null) {
      await sql.run('insert into listings (digest, body) values ($1, $2) on conflict do nothing', [
        fingerprint.data,
        deflateSync(JSON.stringify(listing)),
      ]);
    }
    await sql.run(
      `insert into submissions
         (sweep_id, team, owner, priority, wanted, budget_seconds, made, submitted_at)
       values ($1, $2, $3, $4, 'run', $5, $6, ${NOW_MS})`,
      [sweepId, team, owner, priority, budgetSeconds, JSON.stringify(made)],
    );
    await notify(sql, 'wanted', String(sweepId));
    return sweepId;
  });
}

/** Listings are found by their digests, by whichever team: none may be kept under another's. */
function checkListing({ fingerprint, listing }: Submission): void {
  const digest = createHash('sha256').update(listingText(listing)).digest('hex');
  if (fingerprint.data === null || fingerprint.data === digest) return;
  throw new Refusal(400, 'The list of images has another digest than the fingerprint names.');
}

/** @throws {Refusal} agents could not fetch them. */
async function checkArtifacts(
  sql: Sql,
  team: string,
  { spec: { data, model }, fingerprint }: Submission,
): Promise<void> {
  const needed = [
    ...(isPath(data.source) ? [{ kind: 'data', key: fingerprint.data }] : []),
    ...(isPath(model.weights) ? [{ kind: 'weights', key: fingerprint.weights }] : []),
  ];
  for (const { kind, key } of needed) {
    const known = await sql.one(
      'select digest from artifact_keys where team = $1 and kind = $2 and key = $3 for share',
      [team, kind, key],
    );
    if (known) continue;
    const what = kind === 'data' ? 'images' : 'weights';
    throw new Refusal(
      409,
      `The sweep's ${what} are not among the team's artifacts: send them before the sweep.`,
    );
  }
}

/** Of the submitter's machine, whichever system that runs; what is named otherwise agents find themselves. */
function isPath(source: string): boolean {
  return posix.isAbsolute(source) || win32.isAbsolute(source);
}
