import { UsageError } from '../core/errors.js';
import { nearestName } from '../core/words/nearest-name.js';
import { plain } from '../core/words/plain.js';
import type { Store, SweepRow } from '../store/port.js';

/**
 * The sweep that a person means: by id, by name (the newest of that name), or the latest.
 * @throws {UsageError}
 */
export async function findSweep(
  { readings }: Pick<Store, 'readings'>,
  wanted: string | undefined,
): Promise<SweepRow> {
  const byId =
    wanted !== undefined && /^[1-9]\d*$/.test(wanted)
      ? await readings.sweep(Number(wanted))
      : undefined;
  if (byId) return byId;
  const sweeps = await readings.sweeps();
  const latest = sweeps[0];
  if (!latest) throw new UsageError(`There are no sweeps yet. ${HOW_TO_START}`);
  if (wanted === undefined) return latest;
  const named = sweeps.find(({ name }) => name === wanted);
  if (named) return named;
  const near = nearestName(wanted, [...new Set(sweeps.map(({ name }) => name))]);
  throw new UsageError(
    `There is no sweep "${wanted}".${near ? ` Did you mean "${plain(near)}"?` : ''} \`thaw sweeps\` lists all of them; the latest is ${latest.id} (${plain(latest.name)}).`,
  );
}

export const HOW_TO_START = '`thaw run FILE` starts one; `thaw init` writes a file to start from.';
