import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSharing } from '../../../src/results/live/read-sharing.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, newTrials, PROVENANCE } from '../../fakes/specs.js';

/** Seconds of each epoch of each trial, alone and shared; some are not known. */
const seconds = fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), fc.constant(Number.NaN));
const runs = fc.array(
  fc.record({
    cohort: fc.constantFrom('x', 'y', 'z'),
    reports: fc.array(fc.record({ seconds, soloSeconds: seconds, shares: fc.boolean() }), {
      maxLength: 4,
    }),
  }),
  { minLength: 1, maxLength: 8 },
);

test('sums are those of SQL over all reports, and every epoch is on one branch', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-sharing-'));
  const path = join(folder, 'thaw.sqlite');
  const store = openStore(path);
  const db = new Sqlite(path, { readonly: true });
  const total = db.prepare<[number], { seconds: number; solo: number; epochs: number }>(`
    select total(reports.seconds) as seconds, count(*) as epochs,
           total(coalesce(solo_seconds, reports.seconds)) as solo
    from reports join trials on trials.id = trial_id where sweep_id = ?
  `);
  await fc.assert(
    fc.asyncProperty(runs, async (trials) => {
      const sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
      const rows = await store.queue.add(sweepId, newTrials(trials.map(() => ({}))));
      const first = new Map<string, number>();
      for (const [t, { cohort, reports }] of trials.entries()) {
        const trialId = rows[t]!.id;
        first.set(cohort, first.get(cohort) ?? trialId);
        await store.queue.take([trialId], PROVENANCE, MADE, { cohort });
        await store.log.report(
          reports.map(({ shares, ...times }, epoch) => {
            const sharedWith = shares && first.get(cohort) !== trialId ? first.get(cohort)! : null;
            return { trialId, report: { ...fakeReport(epoch, 0.5), ...times, sharedWith } };
          }),
        );
      }
      const document = await readSharing(store.readings, (await store.readings.sweep(sweepId))!);
      const sums = total.get(sweepId)!;
      const branches = document.cohorts.flatMap((cohort) => cohort.branches);
      const sum = (each: readonly number[]) => each.reduce((a, b) => a + b, 0);
      expect(document.seconds).toBeCloseTo(sums.seconds, 6);
      expect(document.solo_seconds).toBeCloseTo(sums.solo, 6);
      expect(sum(document.cohorts.map((each) => each.seconds))).toBeCloseTo(sums.seconds, 6);
      expect(sum(document.cohorts.map((each) => each.solo_seconds))).toBeCloseTo(sums.solo, 6);
      expect(sum(branches.map((branch) => branch.seconds))).toBeCloseTo(sums.seconds, 6);
      expect(
        sum(branches.map((each) => each.trials.length * (each.to_epoch - each.from_epoch + 1))),
      ).toBe(sums.epochs);
    }),
    { numRuns: 25 },
  );
  db.close();
  await store.close();
  rmSync(folder, { recursive: true });
});
