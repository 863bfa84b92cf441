import { Refusal } from '../../../machine/http/refusal.js';
import { decode, encode } from '../../../store/gateway/wire.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { notify } from '../../notices/notices.js';
import type { Told } from '../../protocol/api.js';
import type { Order } from '../../protocol/order.js';
import { checkMessages } from './check-messages.js';

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
  checkMessages(fresh, await whatMayBeTold(sql, lease));
  await sql.run(
    `insert into messages (lease_id, seq, body)
     select $1, $2::integer + place, body
     from unnest($3::text[]) with ordinality as told (body, place)`,
    [lease, last, fresh.map(encode)],
  );
  await notify(sql, 'told', lease);
}

async function whatMayBeTold(
  sql: Sql,
  lease: string,
): Promise<Parameters<typeof checkMessages>[1]> {
  const row = await sql.one<{
    readonly order: string;
    readonly backend: string;
    readonly exactness: string;
  }>(
    `select leases."order", agents.backend, agents.exactness
     from leases join agents on agents.id = leases.agent_id where leases.id = $1`,
    [lease],
  );
  const { order, ...agent } = row!;
  return { order: decode(order) as Order, agent };
}
