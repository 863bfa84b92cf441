import type { Log, Queue } from '../port.js';
import type { Methods } from './methods.js';
import type { Sql } from './sql.js';
import { attemptTable } from './tables/attempt-table.js';
import { changeTable } from './tables/change-table.js';
import { checkpointColumns } from './tables/checkpoint-columns.js';
import { eventTable } from './tables/event-table.js';
import { fingerprintTable } from './tables/fingerprint-table.js';
import { recovery } from './tables/recovery.js';
import { reportTable } from './tables/report-table.js';
import { requeueing } from './tables/requeue.js';
import { snapshotTable } from './tables/snapshot-table.js';
import { sweepTable } from './tables/sweep-table.js';
import { testTable } from './tables/test-table.js';
import { trialTable } from './tables/trial-table.js';

/**
 * What is written, within one transaction. Made anew for each call, it costs nothing. `onDamage`: told
 * of what cannot be read, where the rest can.
 */
export function writingOf(
  sql: Sql,
  onDamage: (message: string) => void,
): Omit<Queue, 'lock' | 'unlock'> & Log & Pick<Methods, 'stamp'> {
  return {
    ...sweepTable(sql),
    ...trialTable(sql),
    ...attemptTable(sql, onDamage),
    ...recovery(sql),
    ...requeueing(sql),
    ...snapshotTable(sql, onDamage),
    ...checkpointColumns(sql),
    ...fingerprintTable(sql),
    ...reportTable(sql),
    ...eventTable(sql),
    ...testTable(sql),
    ...changeTable(sql),
  };
}
