import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SweepSpec } from '../../src/core/sweep.js';
import { readResults } from '../../src/exports/sweep/read-results.js';
import type { SweepResults } from '../../src/exports/sweep/sweep-results.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { type SeededTrial, seedResults, TRIALS } from '../cli/seed-results.js';

/** Results of a sweep as a store gives them, and a folder to write them to. */
export async function madeResults(
  trials: readonly SeededTrial[] = TRIALS,
  change: Partial<SweepSpec> = {},
): Promise<{ readonly results: SweepResults; readonly folder: string; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-results-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const id = await seedResults(folder, trials, change);
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  const sweep = (await store.readings.sweep(id))!;
  return { results: await readResults(store, sweep, '1.2.3'), folder, output: join(folder, 'out') };
}

/** No trial came to anything. */
export const ALL_FAILED: readonly SeededTrial[] = [
  { params: { learning_rate: 0.1 }, accuracies: [], state: 'failed' },
  { params: { learning_rate: 0.2 }, accuracies: [Number.NaN], state: 'diverged' },
];
