import { Refusal } from '../../../machine/http/refusal.js';
import { decode, encode } from '../../../store/gateway/wire.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { notice } from '../../notices/notices.js';
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
  const { last, ...told } = await whatMayBeTold(sql, lease);
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
  checkMessages(fresh, told);
  await sql.all(
    `with kept as (
       insert into messages (lease_id, seq, body)
       select $1, $2::integer + place, body
       from unnest($3::text[]) with ordinality as told (body, place)
     )
     select ${notice('told', '$1')}`,
    [lease, last, fresh.map(encode)],
  );
}

/** `last`: the number of the latest message that is there; 0: none is. */
async function whatMayBeTold(
  sql: Sql,
  lease: string,
): Promise<Parameters<typeof checkMessages>[1] & { readonly last: number }> {
  const row = await sql.one<{
    readonly order: string;
    readonly backend: string;
    readonly exactness: string;
    readonly last: number;
  }>(
    `select leases."order", agents.backend, agents.exactness,
            (select coalesce(max(seq), 0) from messages where lease_id = $1) as last
     from leases join agents on agents.id = leases.agent_id where leases.id = $1`,
    [lease],
  );
  const { order, last, ...agent } = row!;
  return { order: decode(order) as Order, agent, last };
}
