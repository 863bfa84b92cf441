import { StoreError } from '../../core/errors.js';
import { groupBy } from '../../core/lists/group-by.js';
import { countStates, type TrialState } from '../../core/trial-state.js';
import type { SweepRow, SweepState } from '../rows.js';
import { readDocument, SHAPES } from './documents.js';

/** What of a row of `sweeps` is read. */
export interface SweepColumns {
  readonly id: number;
  readonly name: string;
  readonly state: SweepState;
  /** JSON. */
  readonly spec: string;
  readonly file: string;
  readonly source: string;
  readonly backend: string | null;
  readonly created_at: string;
  /** As its submission says; null: it has none. Absent: this database keeps none. */
  readonly wanted?: 'run' | 'pause' | 'cancel' | null;
}

/** How many trials of a sweep are in a state. */
export interface CountColumns {
  readonly sweep_id: number;
  readonly state: TrialState;
  readonly n: number;
}

/**
 * `isHeld`: a process seems to run it.
 *
 * @throws {StoreError} it is damaged.
 */
export function toSweep(
  row: SweepColumns,
  counted: readonly CountColumns[],
  isHeld: boolean,
): SweepRow {
  const counts: Record<TrialState, number> = { ...countStates([]) };
  for (const { state, n } of counted) counts[state] = n;
  const what = `sweep ${row.id} (${row.name})`;
  return {
    id: row.id,
    name: row.name,
    // A process that died has not said so.
    state: row.state === 'running' && !isHeld ? 'interrupted' : row.state,
    ...restOf(row),
    spec: readDocument(row.spec, SHAPES.spec, `the spec of ${what}`),
    file: row.file,
    source: row.source,
    backend: row.backend,
    createdAt: row.created_at,
    counts,
  };
}

function restOf({ state, wanted }: SweepColumns): Pick<SweepRow, 'rests'> {
  if (state === 'finished' || state === 'failed') return {};
  if (wanted === 'pause') return { rests: 'paused' };
  return wanted === 'cancel' ? { rests: 'cancelled' } : {};
}

/** All of them; one that is damaged is told of, and hides no other. */
export function toSweeps<Row extends SweepColumns>(
  rows: readonly Row[],
  countedAll: readonly CountColumns[],
  isHeld: (row: Row) => boolean,
  onDamage: (message: string) => void,
): readonly SweepRow[] {
  const counted = groupBy(countedAll, ({ sweep_id }) => sweep_id);
  return rows.flatMap((row) => {
    try {
      return [toSweep(row, counted.get(row.id) ?? [], isHeld(row))];
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      onDamage(error.message);
      return [];
    }
  });
}
