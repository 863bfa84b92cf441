import { Refusal } from '../../../machine/http/refusal.js';
import { decode, encode } from '../../../store/gateway/wire.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { notify } from '../../notices/notices.js';
import type { Told } from '../../protocol/api.js';
import type { LeaseMessage } from '../../protocol/messages.js';
import type { Order } from '../../protocol/order.js';

/**
 * Keeps what is new of what an agent tells, in order; what was told before stays as it is. The lease
 * must be locked and running.
 *
 * @throws {Refusal} messages before these are missing, or these are not of this lease.
 */
export async function keepMessages(
  sql: Sql,
  lease: string,
  { first, messages }: Told,
): Promise<void> {
  const { last } = (await sql.one<{ readonly last: number }>(
    'select coalesce(max(seq), 0) as last from messages where lease_id = $1',
    [lease],
  ))!;
  if (first > last + 1) {
    throw new Refusal(
      409,
      `Messages came from number ${first} on; ${last} are there: first send those between.`,
    );
  }
  const fresh = messages.slice(last + 1 - first);
  if (fresh.length === 0) return;
  const begins = last === 0 ? 0 : -1;
  if (fresh.some(({ type }, place) => (type === 'begin') !== (place === begins))) {
    throw new Refusal(400, 'The first message of a lease is that it begins, and no other is.');
  }
  const trials = await trialsOf(sql, lease);
  const foreign = fresh.flatMap(trialsIn).find((trial) => !trials.has(trial));
  if (foreign !== undefined) {
    throw new Refusal(400, `Trial ${foreign} is not one of this lease.`);
  }
  await sql.run(
    `insert into messages (lease_id, seq, body)
     select $1, $2::integer + place, body
     from unnest($3::text[]) with ordinality as told (body, place)`,
    [lease, last, fresh.map(encode)],
  );
  await notify(sql, 'told', lease);
}

async function trialsOf(sql: Sql, lease: string): Promise<ReadonlySet<number>> {
  const row = await sql.one<{ readonly order: string }>(
    'select "order" from leases where id = $1',
    [lease],
  );
  const { trials } = decode(row!.order) as Order;
  return new Set(trials.map(({ trialId }) => trialId));
}

function trialsIn(message: LeaseMessage): readonly number[] {
  switch (message.type) {
    case 'epoch':
      return message.reports.map(({ trialId }) => trialId);
    case 'end':
      return [message.end.trialId];
    case 'snapshot':
      return message.trialIds;
    case 'note':
      return [message.trialId];
    default:
      return [];
  }
}
