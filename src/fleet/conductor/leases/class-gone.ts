import type { Provenance } from '../../../core/provenance.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { RunnerEvents } from '../../../sweep/runners/runner.js';
import { exactClass } from '../../protocol/exact-class.js';
import type { Order } from '../../protocol/order.js';
import type { OpenLease } from './lease-rows.js';

/** Whether no agent of the exactness that a lease's snapshot needs was seen for so long (ms). */
export async function isClassGone(
  sql: Sql,
  { id, order: { from, sweepId } }: Pick<OpenLease, 'id' | 'order'>,
  ms: number,
): Promise<boolean> {
  if (from === null) return false;
  const snapshot = await sql.one<{ readonly provenance: string }>(
    'select provenance from snapshots where sweep_id = $1 and file = $2 and sha256 = $3',
    [sweepId, from.file, from.sha256],
  );
  if (!snapshot) return true;
  const needed = exactClass(JSON.parse(snapshot.provenance) as Provenance);
  const seen = await sql.one(
    `select 1 from agents join leases on leases.id = $1
     where agents.team = leases.team and agents.exactness = $2 and agents.state <> 'gone'
       and agents.seen_at > ${NOW_MS} - $3::bigint limit 1`,
    [id, needed, ms],
  );
  return seen === undefined;
}

/** Gives the trials of an order back without their snapshot: any agent may begin them anew. */
export async function startOver(
  { trials }: Pick<Order, 'trials'>,
  events: RunnerEvents,
  provenance: Provenance,
): Promise<void> {
  await events.begin(provenance);
  await events.noSnapshot(
    'no agent that goes on with it to the same bits was seen for a while',
    true,
  );
  for (const { trialId } of trials) await events.end({ trialId, how: 'interrupted' });
}
