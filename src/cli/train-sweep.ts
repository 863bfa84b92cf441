import { keepWeights } from '../app/keep-weights.js';
import { recipeFor } from '../config/recipe-for.js';
import { EXIT } from '../core/errors.js';
import { provenanceOf } from '../core/provenance.js';
import { programVersion } from '../machine/program-version.js';
import { defaultPace } from '../plan/pace.js';
import { COHORT_TRIALS } from '../plan/split-group.js';
import { createPruner } from '../search/create-pruner.js';
import { checkpointFile, spillFile } from '../store/files.js';
import { runSweep } from '../sweep/run-sweep.js';
import { createThreadRunner } from '../sweep/runners/thread-runner.js';
import type { SweepResult } from '../sweep/sweep-result.js';
import { commandLine } from './command-line.js';
import type { CliContext } from './context.js';
import { finalQuery, printFinal } from './print-leaderboard.js';
import { printSummary } from './print-summary.js';
import { showSweep } from './progress/show-sweep.js';
import { count } from './render/units.js';
import type { SweepToTrain } from './sweep-to-train.js';

/**
 * Trains what remains of a sweep, writes the best trials' weights, prints the leaderboard.
 * Resolves to the exit code: 130 if interrupted, 3 if every trial failed.
 */
export async function trainSweep(context: CliContext, parts: SweepToTrain): Promise<number> {
  const { store, sweep, signal } = parts;
  const started = context.now();
  const result = await train(context, parts);
  const trainingSeconds = (context.now() - started) / 1000;
  if (result.reason === 'signal' || signal.aborted) {
    const resume = commandLine(context, `resume ${sweep.id}`, parts.dbFlag);
    context.err.write(`${capital(result.message)}.\nGo on with: ${resume}\n`);
    return EXIT.interrupted;
  }

  const ended = (await store.readings.sweep(sweep.id))!;
  const rows = await store.readings.leaderboard(sweep.id, finalQuery(ended));
  const files = await keepWeights(parts.workers, store, parts.db, ended, rows);
  await printFinal(context, store, ended, parts.format);
  if (result.state !== 'finished') context.err.write(`\n${capital(result.message)}.\n`);
  await printFailures(context, result, parts);
  printSummary(context, { ...parts, rows, files, trainingSeconds, work: result.work });
  return result.state === 'failed' ? EXIT.machine : EXIT.done;
}

async function train(context: CliContext, parts: SweepToTrain): Promise<SweepResult> {
  const { store, db, sweep, sampler, workers, ready, signal, sharing } = parts;
  const { spec } = sweep;
  const display = showSweep(
    context,
    parts.screen,
    spec.metric,
    await store.readings.trials(sweep.id),
  );
  const runner = createThreadRunner({
    pool: workers.pool,
    setting: workers.setting,
    classNames: ready.classNames ?? [],
    cacheBytes: workers.memory.cacheBytes,
    spill: spillFile(db, sweep.id),
    keep: spec.keep,
    sharing,
    trialMs: spec.budget.trialMs,
  });
  try {
    return await runSweep({
      store,
      sweepId: sweep.id,
      spec,
      sampler,
      pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
      runner,
      provenance: provenanceOf(workers.info, programVersion()),
      recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
      checkpointPath: (trialId) => checkpointFile(db, sweep.id, trialId),
      queue: {
        lanes: workers.pool.threads,
        limits: { bytes: workers.memory.cohortBytes, trials: sharing ? COHORT_TRIALS : 1 },
      },
      backward: defaultPace(workers.info.backend).backward,
      signal,
      observer: display.observer,
    });
  } finally {
    display.close();
  }
}

async function printFailures(
  context: CliContext,
  { counts }: SweepResult,
  { store, sweep, dbFlag }: SweepToTrain,
): Promise<void> {
  if (counts.failed === 0) return;
  const failed = await store.readings.firstFailure(sweep.id);
  const why = failed?.message;
  context.err.write(
    `\n${count(counts.failed, 'trial')} failed${why ? `, the first with: ${why}` : ''}\n`,
  );
  if (!failed) return;
  context.err.write(`\`${commandLine(context, `show ${failed.trialId}`, dbFlag)}\` tells more.\n`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
