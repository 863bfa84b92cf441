import { recipeFault } from '../../config/recipe-fault.js';
import { recipeFor } from '../../config/recipe-for.js';
import type { MadeOf } from '../../core/prints/fingerprint.js';
import { provenanceOf } from '../../core/provenance.js';
import { bounded } from '../../core/study/bounds.js';
import { programVersion } from '../../machine/program-version.js';
import { defaultPace } from '../../plan/pace.js';
import { COHORT_TRIALS } from '../../plan/split-group.js';
import type { Database } from '../../results/database.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { createPruner } from '../../search/create-pruner.js';
import type { Sampler } from '../../search/sampler.js';
import { databaseBytes, sweepBytes } from '../../store/disk-use.js';
import { checkpointFile, checkpointFolder, spillFile } from '../../store/files.js';
import type { SweepRow } from '../../store/port.js';
import { folderFiles } from '../../sweep/files/folder-files.js';
import { runSweep } from '../../sweep/run-sweep.js';
import { patienceFor } from '../../sweep/runners/patience.js';
import { createThreadRunner } from '../../sweep/runners/thread-runner.js';
import type { SweepResult } from '../../sweep/sweep-result.js';
import type { Observer } from '../observer.js';
import type { Ready } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';
import { notWritten, writeNetworks } from './networks.js';
import type { SweepToTrain } from './sweep-to-train.js';

/** A sweep whose workers and images are there. */
export interface ReadySweep {
  readonly wanted: SweepToTrain;
  readonly sampler: Sampler;
  readonly workers: Workers;
  readonly ready: Ready;
  readonly sweep: SweepRow;
  /** What trials are made of from now on. */
  readonly made: MadeOf;
}

/**
 * Trains what remains. Should the process have to leave at once, the trials that run go back to the
 * queue first.
 */
export async function runTrials(
  world: World,
  database: Database,
  { wanted, sampler, workers, ready, sweep, made }: ReadySweep,
  observer: Observer,
): Promise<SweepResult> {
  const { store, file } = database;
  const { spec } = sweep;
  const { sharing } = wanted;
  const runner = createThreadRunner({
    pool: workers.pool,
    setting: workers.setting,
    classNames: ready.classNames ?? [],
    dataDigest: made.fingerprint.data,
    cacheBytes: workers.memory.cacheBytes,
    spill: spillFile(file, sweep.id),
    // Which of a cohort keep to bounds is not known before their reports are: all are written.
    keep: bounded(spec.objectives).length > 0 && spec.keep > 0 ? COHORT_TRIALS : spec.keep,
    sharing,
    trialMs: spec.budget.trialMs,
    onTrial: spec.budget.onTrial,
    patienceMs: (trials) => patienceFor(trials, defaultPace(workers.speed)),
  });
  const rowsBefore = databaseBytes(file);
  let stay = (): void => undefined;
  try {
    return await runSweep({
      store,
      sweepId: sweep.id,
      spec,
      sampler,
      pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
      runner,
      provenance: provenanceOf(workers.info, programVersion()),
      provenanceOf: (worker) => provenanceOf(workers.infos[worker]!, programVersion()),
      made,
      recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
      recipeFault,
      files: folderFiles({
        folder: checkpointFolder(file, sweep.id),
        checkpointPath: (trialId) => checkpointFile(file, sweep.id, trialId),
      }),
      snapshots: spec.checkpoint,
      queue: {
        lanes: workers.pool.size,
        limits: { bytes: workers.memory.cohortBytes, trials: sharing ? COHORT_TRIALS : 1 },
      },
      backward: workers.speed.backward,
      signal: world.signal,
      diskUsed: () => sweepBytes(file, sweep.id) + databaseBytes(file) - rowsBefore,
      async finish() {
        try {
          const board = await finalLeaderboard(store, sweep);
          await writeNetworks(workers, database, board, made.fingerprint, observer);
          return null;
        } catch (error) {
          return notWritten(error);
        }
      },
      observer: {
        ...observer,
        onRemark: (message) => observer.onNote?.({ kind: 'message', message }),
        onSweepStart(start) {
          // Not before: what a process that died left running must first be found to be that.
          stay = world.onLeave(() => store.queue.giveBack(sweep.id));
          observer.onSweepStart?.(start);
        },
      },
    });
  } finally {
    stay();
  }
}
