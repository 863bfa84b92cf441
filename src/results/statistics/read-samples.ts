import { type Run, type Sample, sampleOf } from '../../search/statistics/points/sample.js';
import type { LeaderboardQuery, LeaderboardRow, Store, SweepRow } from '../../store/port.js';
import { type Recipe, replicateOf } from './group-runs.js';

/** The same of each recipe that is compared, with right answers where they are known of all. */
export interface Samples {
  readonly samples: readonly Sample[];
  /** How many images the values are shares of; null: they are none. */
  readonly images: number | null;
  /** Whether it is known of every run which images it got right. */
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
  const known = new Map(
    rows.flatMap((row) => {
      const bits = rights.get(row.trial);
      const images = bits && imagesOf(bits, row.value!);
      return images ? [[row.trial, { bits, images }] as const] : [];
    }),
  );
  const [first] = known.values();
  const images = first?.images ?? (isShare && sweep.spec.data.val > 0 ? sweep.spec.data.val : null);
  const toRun = (row: LeaderboardRow): Run => {
    const own = known.get(row.trial);
    const answers = own && own.images === images ? unpacked(own.bits, images) : null;
    return { replicate: replicateOf(row), value: row.value!, answers };
  };
  const samples = recipes.map(({ finished }) => sampleOf(finished.map(toRun)));
  const paired = samples.every(({ runs }) => runs.every(({ answers }) => answers !== null));
  return { samples, images, paired };
}

/** How many there are: of how many the right ones are the accuracy. Null: they do not fit together. */
function imagesOf(bits: Uint8Array, accuracy: number): number | null {
  if (!(accuracy > 0)) return null;
  const images = Math.round(ones(bits) / accuracy);
  return bits.length === Math.ceil(images / 8) ? images : null;
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
