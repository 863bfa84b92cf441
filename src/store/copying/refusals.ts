import { StoreError, UsageError } from '../../core/errors.js';
import { numberRanges } from '../../core/words/number-ranges.js';
import { COPIED_TABLES } from './copied-tables.js';
import type { Chosen, SweepHead, TableRows } from './table-rows.js';
import { digestOf, walkTables } from './walk-tables.js';

/**
 * The sweeps that are to be copied.
 *
 * @throws {UsageError} there are none, or one of the chosen is not there.
 * @throws {StoreError} one of them is running.
 */
export function sweepsToCopy(heads: readonly SweepHead[], chosen: Chosen): readonly SweepHead[] {
  const known = new Set(heads.map(({ id }) => id));
  const unknown = (chosen ?? []).filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new UsageError(
      `There is no sweep ${numberRanges(unknown)} to copy; there ${known.size === 0 ? 'are none' : `is ${numberRanges([...known])}`}.`,
    );
  }
  const found = chosen === null ? heads : heads.filter(({ id }) => chosen.includes(id));
  if (found.length === 0) throw new UsageError('There is no sweep to copy.');
  const running = found.find(({ isHeld }) => isHeld);
  if (running) {
    throw new StoreError(
      `${named(running)} is running: wait for it, or stop it; \`--sweep\` names others to copy`,
    );
  }
  return found;
}

/**
 * A sweep is known by its file's text and the moment at which it was made; what is of it there already
 * must differ in what became of its trials.
 *
 * @throws {UsageError} one of them is there already.
 */
export async function refuseTwins(
  from: TableRows,
  sweeps: readonly SweepHead[],
  to: TableRows,
  there: readonly SweepHead[],
): Promise<void> {
  for (const sweep of sweeps) {
    for (const other of there) {
      if (sweep.createdAt !== other.createdAt || sweep.source !== other.source) continue;
      if ((await trialsDigest(from, sweep.id)) !== (await trialsDigest(to, other.id))) continue;
      throw new UsageError(
        `${named(sweep)} is there already, as sweep ${other.id}: --sweep names others to copy, and --again copies it once more.`,
      );
    }
  }
}

async function trialsDigest(rows: TableRows, sweepId: number): Promise<string> {
  const tables = COPIED_TABLES.filter(({ name }) => name === 'trials');
  return digestOf((await walkTables(rows, [sweepId], async () => undefined, { tables })).tables);
}

function named({ id, name }: SweepHead): string {
  return `sweep ${id} (${name})`;
}
