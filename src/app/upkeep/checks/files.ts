import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkTensorFile } from '../../../assets/tensor-files/check-tensor-file.js';
import { count } from '../../../core/words/numbers.js';
import { hasDigest } from '../../../machine/files/hash-file.js';
import { namesIn } from '../../../machine/files/tree.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../../../store/files.js';
import type { KeptSnapshot, KeptWeights, StoreFiles } from '../../../store/health.js';
import type { Queue } from '../../../store/port.js';
import { sweepFolders } from '../../../store/sweep-folders.js';
import { type Finding, ok, warning, wrong } from './finding.js';

/** What the database says of files beside it. */
export interface Beside {
  /** Absolute. */
  readonly db: string;
  readonly files: StoreFiles;
  /** Lets `work` write to it. */
  write(work: (queue: Queue) => Promise<void>): Promise<void>;
}

/** The weights that trials have on disk, against what the database says of them. */
export function checkFiles({ db, files, write }: Beside): readonly Finding[] {
  const { kept, sweeps } = files;
  const missing = kept.filter(({ sweep, trial }) => !existsSync(checkpointFile(db, sweep, trial)));
  const folders = sweepFolders(db);
  const idle = (id: number) => !sweeps.get(id)?.held;
  const damaged = [
    ...folders.filter(idle).flatMap((id) => damagedIn(db, id)),
    ...kept.filter(({ sweep }) => idle(sweep)).flatMap((each) => changed(db, each)),
  ];
  const foreign = folders.filter((id) => !sweeps.has(id));
  const findings: Finding[] = [
    ...damaged.map((message) =>
      wrong('weights', message, 'The reports stand. Run the sweep again for its weights'),
    ),
    ...foreign.map((id) =>
      warning(
        'weights',
        `${checkpointFolder(db, id)} is of no sweep that this database has`,
        'If another database stood here, or a newer copy of it, these may be all that is left: keep them',
      ),
    ),
    ...files.snapshots.filter(({ sweep }) => idle(sweep)).flatMap((each) => lost(db, each)),
  ];
  if (missing.length > 0) {
    findings.push({
      part: 'weights',
      state: 'wrong',
      message: `the weights of ${count(missing.length, 'trial')} are gone: ${missing
        .slice(0, 5)
        .map(({ trial }) => trial)
        .join(', ')}`,
      todo: `Their reports stand. Put the files back into ${dirname(checkpointFolder(db, 0))}, which is named after the database, or \`thaw doctor --repair\` notes that they are gone`,
      async repair() {
        await write(async (queue) => {
          for (const { sweep, trial } of missing) {
            await queue.lock(sweep);
            await queue.setCheckpointEpoch(trial, null);
            await queue.unlock(sweep);
          }
        });
        return `noted that the weights of ${count(missing.length, 'trial')} are gone`;
      },
    });
  }
  const whole = kept.length - missing.length;
  return findings.length > 0 ? findings : [ok('weights', `of ${count(whole, 'trial')}, all there`)];
}

/** Files whose form is whole, but whose bytes are not those that were written. */
function changed(
  db: string,
  { sweep, trial, checkpointDigest, networkDigest }: KeptWeights,
): readonly string[] {
  const files = [
    [checkpointFile(db, sweep, trial), checkpointDigest],
    [weightsFile(db, sweep, trial), networkDigest],
  ] as const;
  return files
    .filter(
      ([path, digest]) =>
        digest !== null &&
        existsSync(path) &&
        checkTensorFile(path) === null &&
        !hasDigest(path, digest),
    )
    .map(([path]) => `${path} is not as it was written: its SHA-256 is another`);
}

/** Checkpoints that no training can go on from: it costs time, no result. */
function lost(db: string, { sweep, file, sha256, trials }: KeptSnapshot): readonly Finding[] {
  const path = join(checkpointFolder(db, sweep), file);
  const isThere = existsSync(path);
  if (isThere && hasDigest(path, sha256)) return [];
  const what = isThere ? 'is not as it was written' : 'is gone';
  return [
    warning(
      'weights',
      `the checkpoint that ${count(trials, 'trial')} of sweep ${sweep} would go on from ${what}: ${path}`,
      'Put it back, or the next `thaw resume` begins them anew',
    ),
  ];
}

function damagedIn(db: string, id: number): readonly string[] {
  const folder = checkpointFolder(db, id);
  return namesIn(folder)
    .filter((name) => /^trial-\d+\.(?:ckpt|safetensors)$/.test(name))
    .flatMap((name) => checkTensorFile(join(folder, name)) ?? []);
}
