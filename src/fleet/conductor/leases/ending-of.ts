import type { TrialEnd } from '../../../core/trial.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { HANDED_BACK } from '../../protocol/api.js';
import type { LeaseNow } from './lease-rows.js';

/**
 * What becomes of trials of which a lease that is over told no end. `again`: nobody began them, and
 * that says nothing of them.
 */
export type Ending =
  | { readonly is: 'told'; readonly how: Omit<TrialEnd, 'trialId'> }
  | { readonly is: 'again' };

export async function endingOf(
  sql: Sql,
  { state, error, agent }: Pick<LeaseNow, 'state' | 'error' | 'agent'>,
  begun: boolean,
): Promise<Ending> {
  if (state === 'cancelled' || (state === 'failed' && error?.code === HANDED_BACK)) {
    return begun ? { is: 'told', how: { how: 'interrupted' } } : AGAIN;
  }
  // Its job is gone, whatever became of it.
  if (state === 'lost' && agent === null) return AGAIN;
  const name = await nameOf(sql, agent);
  if (state === 'lost') {
    const message = `${name} gave no sign of life, left, or forgot what it had: its lease was given up`;
    return { is: 'told', how: { how: 'broke', error: { code: 'E_KILLED', message } } };
  }
  if (state === 'failed') {
    const told = error ?? { code: 'E_WORKER', message: 'it did not say why' };
    const message = `${name} could not begin it: ${told.message}`;
    return { is: 'told', how: { how: 'broke', error: { ...told, message } } };
  }
  const message = `${name} never said how it ended`;
  return { is: 'told', how: { how: 'broke', error: { code: 'E_WORKER', message } } };
}

const AGAIN: Ending = { is: 'again' };

async function nameOf(sql: Sql, agent: string | null): Promise<string> {
  const row = await sql.one<{ readonly name: string }>('select name from agents where id = $1', [
    agent,
  ]);
  return row ? `its agent ${row.name}` : 'its agent';
}
