import { Refusal } from '../../../machine/http/refusal.js';
import type { Taken, Told } from '../../protocol/api.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';
import type { Answers } from './answers.js';
import { keepMessages } from './keep-messages.js';
import { leaseOf } from './lease-rows.js';

/** Milliseconds that the verdicts on an epoch are waited for in one request. */
const WAIT_MS = 20_000;

/**
 * Keeps what an agent tells of its lease. Where it ends in an epoch, the agent hears the verdicts on
 * that, or that it has to ask again.
 *
 * @throws {Refusal} it is no lease of this team, or the messages don't go on from those before.
 */
export async function report(
  { connections }: GatewayParts,
  answers: Answers,
  caller: Caller,
  id: string,
  told: Told,
  signal: AbortSignal,
): Promise<Taken> {
  if (told.messages.some(({ type }) => type === 'done')) {
    throw new Refusal(400, 'That a lease is done is told by finish.');
  }
  const isRunning = await connections.inTransaction(async (sql) => {
    const { state } = await leaseOf(sql, caller, id, 'locked');
    if (state !== 'running') return false;
    await keepMessages(sql, id, told);
    return true;
  });
  if (!isRunning) return { is: 'lost' };
  if (told.messages.at(-1)?.type !== 'epoch') return { is: 'taken', verdicts: null };
  return await answers.to(id, told.first + told.messages.length - 1, WAIT_MS, signal);
}
