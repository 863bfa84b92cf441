import { Refusal } from '../../../machine/http/refusal.js';
import type { NewTest } from '../../../store/gateway/read-request.js';
import { finite } from '../../../store/reading/report-columns.js';
import type { GatewayParts } from '../parts.js';

/** Keeps that somebody read the test split. @throws {Refusal} the team has no such trial. */
export async function addTest(
  { connections }: Pick<GatewayParts, 'connections'>,
  team: string,
  { trialId, images, loss, accuracy }: NewTest,
): Promise<void> {
  const added = await connections.run(
    `insert into tests (trial_id, at, images, loss, accuracy)
     select trials.id, $3, $4, $5, $6 from trials join submissions using (sweep_id)
     where trials.id = $1 and team = $2`,
    [trialId, team, new Date().toISOString(), images, finite(loss), finite(accuracy)],
  );
  if (added === 0) throw new Refusal(404, `There is no trial ${trialId}.`);
}
