import { decode } from '../../../store/gateway/wire.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { Claimed } from '../../protocol/api.js';
import type { Order } from '../../protocol/order.js';
import type { GatewayParts } from '../parts.js';

/** An agent that wants a cohort. */
export interface Taker {
  readonly agent: string;
  readonly team: string;
  readonly devices: number;
  /** Milliseconds that it has left to live; null: no end is known. */
  readonly lifeMs: number | null;
  /** Whether somebody still waits for the answer. */
  isThere(): boolean;
}

/**
 * `none`: the queue is empty. `busy`: it has a lease by now, or left. `unfit`: this lease is not for
 * this agent. `again`: what was in the way is out of it.
 */
export type Take =
  | { readonly is: 'had'; readonly claimed: Claimed }
  | { readonly is: 'none' | 'busy' | 'again' }
  | { readonly is: 'unfit'; readonly lease: string };

/** Gives an agent the best job of a queue, none of `unfit`: job, lease and agent agree, or all stay. */
export async function takeLease(
  { connections, jobs }: Pick<GatewayParts, 'connections' | 'jobs'>,
  taker: Taker,
  queue: string,
  unfit: readonly string[],
): Promise<Take> {
  let take: Take = { is: 'none' };
  const act = async (sql: Sql): Promise<void> => {
    const id = await jobs.fetch(sql, queue, unfit);
    if (id === null) return;
    const lease = await sql.one<{ readonly order: string }>(
      `update leases
       set state = 'running', agent_id = $2, claimed_at = ${NOW_MS}, beat_at = ${NOW_MS}, devices = $3
       where id = $1 and team = $4 and state = 'queued'
       returning "order"`,
      [id, taker.agent, taker.devices, taker.team],
    );
    if (!lease) {
      // A job whose lease is over, or is none: nobody is to have it.
      await jobs.cancel(sql, { id, queue });
      take = { is: 'again' };
      return;
    }
    const order = decode(lease.order) as Order;
    if (!hasTimeFor(order, taker.lifeMs)) {
      take = { is: 'unfit', lease: id };
      throw new Undone();
    }
    const freed = await sql.run(
      `update agents set state = 'working', seen_at = ${NOW_MS} where id = $1 and state = 'idle'`,
      [taker.agent],
    );
    if (freed === 0 || !taker.isThere()) {
      take = { is: 'busy' };
      throw new Undone();
    }
    take = { is: 'had', claimed: { lease: id, order } };
  };
  try {
    await connections.inTransaction(act);
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return take;
}

/** Takes a transaction back; why is told otherwise. */
class Undone extends Error {}

/** Whether an agent lives long enough to end the cohort, or to come to a snapshot of it. */
function hasTimeFor(
  { seconds, snapshots }: Pick<Order, 'seconds' | 'snapshots'>,
  lifeMs: number | null,
): boolean {
  if (lifeMs === null) return true;
  const whole = seconds === null ? 0 : seconds * 1000;
  return Math.min(whole, snapshots?.everyMs ?? whole) <= lifeMs;
}
