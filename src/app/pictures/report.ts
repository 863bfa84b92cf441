import { writeFileSync } from 'node:fs';
import { programVersion } from '../../machine/program-version.js';
import { reportHtml } from '../../report/report.js';
import type { ReportParts } from '../../report/report-parts.js';
import type { Database } from '../../results/database.js';
import { findSweep } from '../../results/find-sweep.js';
import { readDocument } from '../../results/live/read-documents.js';
import { samplers } from '../../search/samplers/index.js';
import { exportPlace } from '../../store/files.js';
import type { SweepRow } from '../../store/port.js';
import { placeOutput } from '../exports/place-output.js';

export interface WrittenReport {
  /** Absolute path. */
  readonly file: string;
  readonly bytes: number;
  /** Id. */
  readonly sweep: number;
  readonly name: string;
}

/**
 * Writes a sweep as one file of HTML. `output`: an absolute path, where another file is replaced;
 * undefined: beside the database.
 *
 * @throws {UsageError} there is no such sweep. {DiskError}
 */
export async function writeReport(
  database: Database,
  request: { readonly sweep: string | undefined; readonly output: string | undefined },
): Promise<WrittenReport> {
  const sweep = await findSweep(database.store, request.sweep);
  const file = request.output ?? exportPlace(database.file, `sweep-${sweep.id}.html`);
  const text = await placeOutput(file, 'file', async ({ output }) => {
    const html = reportHtml(await readParts(database, sweep));
    writeFileSync(output, html);
    return html;
  });
  return { file, bytes: Buffer.byteLength(text), sweep: sweep.id, name: sweep.name };
}

async function readParts(database: Database, sweep: SweepRow): Promise<ReportParts> {
  const asked = { sweep };
  const leaderboard = await readDocument.leaderboard(database, asked);
  const best = leaderboard.rows.find(({ rank }) => rank === 1);
  return {
    sweep: await readDocument.sweep(database, asked),
    trials: await readDocument.trials(database, asked),
    curves: await readDocument.curves(database, asked),
    leaderboard,
    importance: await readDocument.importance(database, asked),
    pareto: await readDocument.pareto(database, asked),
    sharing: await readDocument.sharing(database, asked),
    advise: await readDocument.advise(database, asked),
    trial: best
      ? await readDocument.trial(database, { ...asked, trials: [String(best.trial)] })
      : null,
    ranOn: await database.store.readings.ranOn(sweep.id),
    tested: await readTested(database, sweep.id),
    samplerLooks: samplers[sweep.spec.method.type]?.looks ?? false,
    version: programVersion(),
  };
}

async function readTested(
  { store: { readings } }: Database,
  sweep: number,
): Promise<ReportParts['tested']> {
  const ids = await readings.tested(sweep);
  const all = await Promise.all(ids.map((id) => readings.tests(id)));
  return all.flatMap((tests) => {
    const last = tests.at(-1);
    if (!last) return [];
    const { trialId: trial, images, accuracy } = last;
    return [{ trial, times: tests.length, images, accuracy }];
  });
}
