import type { Readings } from '../../port.js';
import {
  type CountColumns,
  type SweepColumns,
  toSweep,
  toSweeps,
} from '../../reading/sweep-columns.js';
import { SEEMS_HELD } from '../lock/holder-sql.js';
import type { Sql } from '../sql.js';

interface Row extends SweepColumns {
  readonly is_held: boolean;
}

export function sweepReadings(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'sweep' | 'sweeps'> {
  const isHeld = (row: Row) => row.is_held;
  return {
    async sweep(id) {
      const row = await sql.one<Row>(`select ${COLUMNS} from sweeps where id = $1`, [id]);
      if (!row) return undefined;
      const counted = await sql.all<CountColumns>(
        'select sweep_id, state, count(*) as n from trials where sweep_id = $1 group by sweep_id, state',
        [id],
      );
      return toSweep(row, counted, isHeld(row));
    },
    async sweeps() {
      const rows = await sql.all<Row>(`select ${COLUMNS} from sweeps order by id desc`);
      const counted = await sql.all<CountColumns>(
        'select sweep_id, state, count(*) as n from trials group by sweep_id, state',
      );
      return toSweeps(rows, counted, isHeld, onDamage);
    },
  };
}

const COLUMNS = `
  id, name, state, spec, file, source, backend, created_at, ${SEEMS_HELD} as is_held,
  (select wanted from submissions where sweep_id = sweeps.id) as wanted
`;
