import type { Verdict } from '../core/ports.js';
import type { Recipe } from '../core/recipe.js';
import type { FinalState, Report } from '../core/trial.js';
import { createSchedule } from '../recipe/create-schedule.js';
import { createBatches } from './batches.js';
import { beats } from './beats.js';
import { dropoutMask } from './dropout-mask.js';
import { evaluateHead } from './evaluate-head.js';
import type { PreparedTrial } from './prepare-trial.js';
import { createStepper } from './train-step.js';

/** What a trial says and asks while it trains. */
export interface TrialHooks {
  /** Hands over an epoch's numbers and waits for what to do next. */
  report(report: Report): Verdict | 'interrupt';
  note(message: string): void;
  step(epoch: number, step: number, steps: number): void;
  /** @throws {Interrupted} a stop was asked for. */
  pause(): void;
  /** Keeps the weights as they are now: the best epoch so far. */
  keep(epoch: number): void;
}

export interface TrialEnd {
  readonly state: FinalState | 'interrupted';
  readonly why?: string;
}

/**
 * Trains one head over its frozen trunk, epoch by epoch.
 *
 * Everything random is keyed, so the reports are a function of the recipe and the backend alone.
 *
 * @throws {Interrupted} a stop was asked for.
 */
export function trainTrial(trial: PreparedTrial, recipe: Recipe, hooks: TrialHooks): TrialEnd {
  const { engine, head, optimizer } = trial;
  const batches = createBatches(trial, recipe, hooks.note);
  const steps = batches.stepsPerEpoch;
  const schedule = createSchedule(recipe.scheduler, {
    baseLr: recipe.learningRate,
    epochs: recipe.epochs,
    stepsPerEpoch: steps,
  });
  const stepper = createStepper({
    kernels: engine.kernels,
    head,
    optimizer,
    gradientClip: recipe.gradientClip,
    layerLrDecay: recipe.layerLrDecay,
    labelSmoothing: recipe.labelSmoothing,
  });

  const valLosses: number[] = [];
  let best: Report | undefined;

  function trainEpoch(epoch: number): Report | TrialEnd {
    const started = performance.now();
    let loss = 0;
    let correct = 0;
    let images = 0;
    for (let step = 0; step < steps; step += 1) {
      hooks.pause();
      const { features, labels, size } = batches.next(epoch, step);
      const mask = dropoutMask(engine.tf, recipe, size, epoch, step);
      const rates = schedule(epoch, step, valLosses);
      const result = stepper.step(features, labels, mask, { ...rates, step: epoch * steps + step });
      engine.tf.dispose(mask === null ? [features, labels] : [features, labels, mask]);
      if (!Number.isFinite(result.loss)) return diverged('training', result.loss, epoch, step);
      loss += result.loss * size;
      correct += result.correct;
      images += size;
      hooks.step(epoch, step + 1, steps);
    }
    const trained = performance.now();
    const val = evaluateHead(engine, head, trial.val, trial.classes, hooks.pause);
    if (!Number.isFinite(val.loss)) return diverged('validation', val.loss, epoch, steps - 1);
    return {
      epoch,
      trainLoss: loss / images,
      trainAccuracy: correct / images,
      valLoss: val.loss,
      valAccuracy: val.accuracy,
      learningRate: schedule(epoch, 0, valLosses).lr,
      seconds: (performance.now() - started) / 1000,
      imagesPerSecond: (1000 * images) / (trained - started),
      peakMemoryBytes: engine.peakMemoryBytes(),
    };
  }

  try {
    for (let epoch = 0; epoch < recipe.epochs; epoch += 1) {
      const report = trainEpoch(epoch);
      if ('state' in report) return report;
      valLosses.push(report.valLoss);
      if (best === undefined || beats(report, best, recipe.metric)) {
        best = report;
        hooks.keep(epoch);
      }
      const verdict = hooks.report(report);
      if (verdict === 'interrupt' && epoch + 1 < recipe.epochs) return { state: 'interrupted' };
      if (verdict === 'stop') return { state: 'stopped', why: `stopped after epoch ${epoch}` };
    }
    return { state: 'finished' };
  } finally {
    stepper.dispose();
  }
}

function diverged(what: string, loss: number, epoch: number, step: number): TrialEnd {
  const why = `${what} loss became ${loss} in epoch ${epoch}, step ${step}; a lower learning rate, warmup_epochs or gradient_clip may help`;
  return { state: 'diverged', why };
}
