import { readFileSync } from 'node:fs';

/**
 * One trial of the recorded sweep (recorded.yaml): its curves, and what each epoch took as its share of
 * a cohort and would have taken alone. `trainedAs`: by epoch the trial, from 0, as which it trained.
 *
 * @typedef {object} Row
 * @property {Readonly<Record<string, any>>} params
 * @property {readonly number[]} val_accuracy
 * @property {readonly number[]} val_loss
 * @property {readonly number[]} seconds
 * @property {readonly number[]} soloSeconds
 * @property {readonly number[]} trainedAs
 */

/** @type {{ readonly backend: string, readonly trials: readonly Row[] }} */
const table = JSON.parse(readFileSync(new URL('table.json', import.meta.url), 'utf8'));

/** All recorded trials, in the order of their grid. */
export const rows = table.trials;

const byParams = new Map(rows.map((row) => [keyOf(row.params), row]));

/**
 * Head and trunk of each trial's epochs, in seconds: the head is what its branch took, the trunk the
 * rest of what the trial had taken alone.
 */
const partsByRow = new Map(rows.map((row) => [row, partsOf(row)]));

/** @param {Readonly<Record<string, any>>} params */
export function rowOf(params) {
  const row = byParams.get(keyOf(params));
  if (!row) throw new Error(`${JSON.stringify(params)} was not recorded`);
  return row;
}

/** @param {Row} row */
export function aloneSeconds({ soloSeconds }) {
  return soloSeconds.reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * What trials take that wait at one time: those of one augmentation are a cohort, which pays for the
 * longest of its trunks in each epoch, and once for each of its branches.
 *
 * @param {readonly Row[]} waiting
 */
export function cohortSeconds(waiting) {
  let seconds = 0;
  for (const cohort of groups(waiting)) {
    for (const epoch of cohort[0].soloSeconds.keys()) {
      seconds += Math.max(...cohort.map((row) => parts(row)[epoch].trunk));
      const branches = new Map(cohort.map((row) => [row.trainedAs[epoch], row]));
      for (const row of branches.values()) seconds += parts(row)[epoch].head;
    }
  }
  return seconds;
}

/** @param {Row} row */
function parts(row) {
  return partsByRow.get(row) ?? partsOf(row);
}

/** @param {readonly Row[]} waiting */
function groups(waiting) {
  /** @type {Map<string, Row[]>} */
  const byTrunk = new Map();
  for (const row of waiting) {
    const cohort = byTrunk.get(row.params.augmentation) ?? [];
    byTrunk.set(row.params.augmentation, cohort);
    cohort.push(row);
  }
  return byTrunk.values();
}

/** @param {Row} row */
function partsOf(row) {
  return row.soloSeconds.map((solo, epoch) => {
    const branch = row.trainedAs[epoch];
    const carried = rows.filter(({ trainedAs }) => trainedAs[epoch] === branch).length;
    const head = Math.min(row.seconds[epoch] * carried, solo);
    return { head, trunk: solo - head };
  });
}

/** @param {Readonly<Record<string, any>>} params */
function keyOf(params) {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}
