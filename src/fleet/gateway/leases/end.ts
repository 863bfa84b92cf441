import { Refusal } from '../../../machine/http/refusal.js';
import { encode } from '../../../store/gateway/wire.js';
import type { Failure, Taken, Told } from '../../protocol/api.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';
import { keepMessages } from './keep-messages.js';
import { endLease, giveUp, leaseOf } from './lease-rows.js';

const TAKEN: Taken = { is: 'taken', verdicts: null };
const LOST: Taken = { is: 'lost' };

/**
 * The last of what an agent tells, and the end of lease and job, all at once. Asked again, it answers
 * the same and does nothing.
 *
 * @throws {Refusal} it is no lease of this team, or the messages don't go on from those before.
 */
export async function finish(
  { connections, jobs }: GatewayParts,
  caller: Caller,
  id: string,
  told: Told,
): Promise<Taken> {
  if (told.messages.findIndex(({ type }) => type === 'done') !== told.messages.length - 1) {
    throw new Refusal(400, 'The last message of a lease is that it is done, and no other is.');
  }
  const { queue } = await leaseOf(connections, caller, id, 'seen');
  await jobs.ready(queue);
  return await connections.inTransaction(async (sql) => {
    const { state } = await leaseOf(sql, caller, id, 'locked');
    if (state === 'finished') return TAKEN;
    if (state !== 'running') return LOST;
    if (!(await jobs.complete(sql, { id, queue }))) {
      await giveUp(sql, jobs, { id, queue });
      return LOST;
    }
    await keepMessages(sql, id, told);
    await endLease(sql, id, 'finished');
    return TAKEN;
  });
}

/**
 * The cohort could not begin at its agent. Asked again, it answers the same and does nothing.
 *
 * @throws {Refusal} it is no lease of this team.
 */
export async function fail(
  { connections, jobs }: GatewayParts,
  caller: Caller,
  id: string,
  { error }: Failure,
): Promise<Taken> {
  const { queue } = await leaseOf(connections, caller, id, 'seen');
  await jobs.ready(queue);
  return await connections.inTransaction(async (sql) => {
    const { state } = await leaseOf(sql, caller, id, 'locked');
    if (state === 'failed') return TAKEN;
    if (state !== 'running') return LOST;
    await endLease(sql, id, 'failed', encode(error));
    await jobs.fail(sql, { id, queue });
    return TAKEN;
  });
}
