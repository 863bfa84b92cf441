import { basename, join, relative } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { ExportFormat } from '../../exports/export-format.js';
import { readResults } from '../../exports/sweep/read-results.js';
import { programVersion } from '../../machine/program-version.js';
import type { Database } from '../../results/database.js';
import type { ExportDocument } from '../../results/documents/outcomes.js';
import { checkpointRoot, exportPlace } from '../../store/files.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import { type ExportWanted, findExported } from './find-exported.js';
import { placeOutput } from './place-output.js';
import { readModel } from './read-model.js';
import { tellTrials } from './tell-trials.js';

export interface ExportRequest extends ExportWanted {
  /** Absolute path, or an address; absent: beside the database. */
  readonly output?: string | undefined;
  /** Where the weights a trial started from are now, if they have moved. Absolute. */
  readonly weights?: string | undefined;
}

/**
 * Writes a trial's network, or a sweep's results, in a format that others read.
 *
 * @throws {ThawError}
 */
export async function exportTo(
  world: World,
  database: Database,
  request: ExportRequest,
  observer: Observer,
): Promise<ExportDocument> {
  const { format } = request;
  const { sweep, trained } = await findExported(database, request);
  const trial = trained?.trial.id ?? null;
  const output = request.output ?? defaultPlace(format, database.file, sweep.id, trial);
  const hear = <Result>(work: Promise<Result>) =>
    unlessInterrupted(work, world.signal, 'Interrupted.');
  const done = (notes: readonly string[]): ExportDocument => {
    return { to: format.name, sweep: sweep.id, trial, file: output, notes };
  };
  if (format.of === 'sweep') {
    const told = tellTrials(world, observer);
    const results = await readResults(database.store, sweep, programVersion(), told.onTrials);
    const heard = <Result>(work: Promise<Result>) => told.during(hear(work));
    const around = { place: output, env: world.env };
    if (format.writes === 'address')
      return done(await heard(format.write(results, output, around)));
    checkApart(output, database.file);
    const write = (draft: string) => heard(format.write(results, draft, around));
    return done(await placeOutput(output, kindOf(format), ({ output }) => write(output)));
  }
  checkApart(output, database.file);
  return done(
    await placeOutput(output, kindOf(format), async (draft) => {
      const file = join(draft.folder, `${basename(output)}.network`);
      const model = await readModel(world, database, trained!, { ...request, file }, observer);
      return hear(format.write(model, draft.output, { place: output, env: world.env }));
    }),
  );
}

function kindOf({ writes }: ExportFormat): 'file' | 'folder' {
  return writes === 'folder' ? 'folder' : 'file';
}

/** Beside the database. */
function defaultPlace(
  { name, writes }: ExportFormat,
  db: string,
  sweep: number,
  trial: number | null,
): string {
  if (writes === 'address') {
    throw new UsageError(`--to ${name} expects an address: -o http://localhost:5000, for example.`);
  }
  const what = trial === null ? `sweep-${sweep}` : `trial-${trial}`;
  return exportPlace(db, writes === 'folder' ? `${what}-${name}` : `${what}${writes}`);
}

/** @throws {UsageError} it would take the place of what it is made of. */
function checkApart(output: string, db: string): void {
  const isIn = (folder: string) => !/^\.\.(?:[/\\]|$)|^$/.test(relative(folder, output));
  if (!output.startsWith(db) && !isIn(checkpointRoot(db))) return;
  throw new UsageError(
    `${output} is where Thaw keeps its database or trained weights: name another place with -o.`,
  );
}
