import { type Run, type Sample, sampleOf } from '../../search/statistics/points/sample.js';
import type { LeaderboardQuery, LeaderboardRow, Store, SweepRow } from '../../store/port.js';
import { type Recipe, replicateOf } from './group-runs.js';

/** The same of each recipe that is compared, with right answers where they are known of all. */
export interface Samples {
  readonly samples: readonly Sample[];
  /** How many images the values are shares of; null: they are none. */
  readonly images: number | null;
  /** Whether it is known which images each run got right. */
  readonly paired: boolean;
}

/** `recipes`: all with a finished run. */
export async function readSamples(
  { readings }: Pick<Store, 'readings'>,
  sweep: SweepRow,
  { metric }: Pick<LeaderboardQuery, 'metric'>,
  recipes: readonly Recipe[],
): Promise<Samples> {
  const rows = recipes.flatMap(({ finished }) => finished);
  const isShare = metric === 'val_accuracy';
  const at = rows.flatMap(({ trial, epoch }) => (epoch === null ? [] : [{ trial, epoch }]));
  const rights = isShare ? await readings.rights(at) : new Map<number, Uint8Array>();
  const images = isShare ? imagesOf(rows, rights) : null;
  const paired =
    images !== null &&
    rows.every(({ trial }) => rights.get(trial)?.length === Math.ceil(images / 8));
  const toRun = (row: LeaderboardRow): Run => ({
    replicate: replicateOf(row),
    value: row.value!,
    answers: paired ? unpacked(rights.get(row.trial)!, images) : null,
  });
  return {
    samples: recipes.map(({ finished }) => sampleOf(finished.map(toRun))),
    images: images ?? (isShare && sweep.spec.data.val > 0 ? sweep.spec.data.val : null),
    paired,
  };
}

/** How many images there are: of how many the right ones are the accuracy. Null: that is not known. */
function imagesOf(
  rows: readonly LeaderboardRow[],
  rights: ReadonlyMap<number, Uint8Array>,
): number | null {
  const counts = rows.flatMap(({ trial, value }) => {
    const bits = rights.get(trial);
    return bits && value! > 0 ? [Math.round(ones(bits) / value!)] : [];
  });
  return counts.length > 0 && counts.every((count) => count === counts[0]) ? counts[0]! : null;
}

function ones(bits: Uint8Array): number {
  let count = 0;
  for (let byte of bits) for (; byte !== 0; byte &= byte - 1) count += 1;
  return count;
}

/** As `Report.rights` lays them out. */
function unpacked(bits: Uint8Array, images: number): Uint8Array {
  return Uint8Array.from({ length: images }, (_, i) => (bits[i >> 3]! >> (i & 7)) & 1);
}
