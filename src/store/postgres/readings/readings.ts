import type { Readings } from '../../port.js';
import type { Sql } from '../sql.js';
import { attemptReadings } from './attempt-readings.js';
import { checkpointReadings } from './checkpoint-readings.js';
import { leaderboardReading } from './leaderboard-reading.js';
import { madeReadings } from './made-readings.js';
import { reportReadings } from './report-readings.js';
import { snapshotReading } from './snapshot-reading.js';
import { sweepReadings } from './sweep-readings.js';
import { testReadings } from './test-readings.js';
import { trialReadings } from './trial-readings.js';

/**
 * What there is to see, as one connection or transaction sees it. Made anew for each use, it costs
 * nothing. `sweep`, `sweeps`, `trial`, `trials` and `leaderboard` take several statements: give them a
 * snapshot. `onDamage`: told of what cannot be read, where the rest can.
 */
export function readingsOf(sql: Sql, onDamage: (message: string) => void): Omit<Readings, 'stamp'> {
  return {
    ...sweepReadings(sql, onDamage),
    ...trialReadings(sql, onDamage),
    ...reportReadings(sql, onDamage),
    ...attemptReadings(sql, onDamage),
    ...testReadings(sql),
    ...checkpointReadings(sql),
    ...madeReadings(sql),
    ...snapshotReading(sql, onDamage),
    ...leaderboardReading(sql, onDamage),
  };
}
