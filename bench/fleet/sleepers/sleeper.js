import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { measureAll } from '#dist/core/metric.js';
import { PAUSED_ENDING } from '#dist/core/snapshots/snapshot.js';

/**
 * @import { Recipe } from '#dist/core/recipe.js'
 * @import { Report, TrialTask } from '#dist/core/trial.js'
 * @import { CohortRunner, PlannedCohort, RunnerEvents } from '#dist/sweep/runners/runner.js'
 * @typedef {Map<TrialTask, string>} States of trials that still train: a chain of digests
 */

/**
 * A runner that sleeps in place of training, and behaves as a worker does: epochs in lockstep,
 * verdicts awaited, snapshots at every epoch's end, stops within an epoch.
 *
 * What a trial learned is a chain of digests over its epochs: an epoch that is left out, done twice
 * or done by another recipe changes every number that comes after it. A snapshot carries the chain.
 *
 * @param {{ epochMs: number, snapshotBytes?: number }} options `epochMs`: of a cohort, on average
 * @returns {CohortRunner}
 */
export function createSleeper({ epochMs, snapshotBytes = 200_000 }) {
  return {
    async run(cohort, events, signal) {
      await events.begin(0);
      /** @type {States} */
      let states = startOf(cohort);
      let trained = 0;
      for (let epoch = cohort.from?.epoch ?? 0; states.size > 0; epoch += 1) {
        const isCut = await rest(epochMs * (0.5 + share(`${[...states.values()]}`)), signal);
        if (isCut) {
          await keep(cohort, states, epoch, '.snapshot', snapshotBytes, events);
          for (const { trialId } of states.keys()) {
            await events.end({ trialId, how: 'interrupted' });
          }
          break;
        }
        trained += states.size;
        states = await oneEpoch(cohort, states, epoch, snapshotBytes, events);
      }
      return { trunk: trained, trunkAlone: trained, trained, trainedAlone: trained };
    },
    close: async () => undefined,
  };
}

/**
 * Whether it was cut short.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 */
async function rest(ms, signal) {
  await sleep(ms, null, { signal }).catch(() => undefined);
  return signal.aborted;
}

/**
 * Those that go on.
 *
 * @param {PlannedCohort} cohort
 * @param {States} before
 * @param {number} epoch
 * @param {number} snapshotBytes
 * @param {RunnerEvents} events
 * @returns {Promise<States>}
 */
async function oneEpoch(cohort, before, epoch, snapshotBytes, events) {
  /** @type {States} */
  const states = new Map();
  for (const [task, state] of before) {
    const next = chained(state, task.recipe, epoch);
    if (!diverges(next)) states.set(task, next);
    else {
      const error = { code: 'E_DIVERGED', message: `its loss is no number in epoch ${epoch}` };
      await events.end({ trialId: task.trialId, how: 'diverged', error });
    }
  }
  if (states.size === 0) return states;
  const verdicts = await events.epoch(
    Array.from(states, ([{ trialId, recipe }, state]) => {
      return { trialId, report: reportOf(recipe, epoch, state) };
    }),
  );
  /** @param {string} verdict */
  const those = (verdict) =>
    new Map(
      [...states].filter(([{ trialId, recipe }]) => {
        return verdicts.get(trialId) === verdict && epoch + 1 < recipe.pace.epochs;
      }),
    );
  await keep(cohort, those('pause'), epoch + 1, PAUSED_ENDING, snapshotBytes, events);
  const goingOn = those('continue');
  for (const [task, state] of states) {
    if (goingOn.has(task)) continue;
    const isLast = epoch + 1 >= task.recipe.pace.epochs;
    const how = isLast ? 'finished' : verdicts.get(task.trialId) === 'pause' ? 'paused' : 'stopped';
    const kept = how === 'paused' ? {} : checkpointOf(task, epoch, state);
    await events.end({ trialId: task.trialId, how, ...kept });
  }
  await keep(cohort, goingOn, epoch + 1, '.snapshot', snapshotBytes, events);
  return goingOn;
}

/**
 * @param {PlannedCohort} cohort
 * @returns {States}
 */
function startOf({ trials, from }) {
  if (!from) return new Map(trials.map((task) => [task, '']));
  const bytes = readFileSync(from.path);
  if (sha256(bytes) !== from.sha256) throw new Error(`${from.path} is not what was stored`);
  /** @type {Record<string, string>} */
  const kept = JSON.parse(bytes.toString().trimEnd());
  return new Map(
    trials.map((task) => {
      const state = kept[nameOf(task.recipe)];
      if (state === undefined) throw new Error(`${from.path} has no trial ${task.trialId}`);
      return [task, state];
    }),
  );
}

/**
 * @param {PlannedCohort} cohort
 * @param {States} states
 * @param {number} epoch
 * @param {string} ending
 * @param {number} least bytes, at least
 * @param {RunnerEvents} events
 */
async function keep({ snapshots }, states, epoch, ending, least, events) {
  if (!snapshots || states.size === 0) return;
  const kept = Array.from(states, ([{ recipe }, state]) => [nameOf(recipe), state]);
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(kept)).padEnd(least));
  const part = `${snapshots.base}-${epoch}${ending}.part`;
  mkdirSync(dirname(part), { recursive: true });
  writeFileSync(part, bytes);
  const trialIds = [...states.keys()].map(({ trialId }) => trialId);
  const made = { part, sha256: sha256(bytes), bytes: bytes.length, epoch, step: 0, trialIds };
  await events.snapshot(made);
}

/**
 * @param {TrialTask} task
 * @param {number} epoch
 * @param {string} state
 */
function checkpointOf({ checkpoint }, epoch, state) {
  if (checkpoint === null) return {};
  const bytes = Buffer.from(`weights ${state}`.padEnd(5000));
  mkdirSync(dirname(checkpoint), { recursive: true });
  writeFileSync(checkpoint, bytes);
  return { checkpointEpoch: epoch, checkpointDigest: sha256(bytes) };
}

/**
 * What tells trials apart, wherever their images lie.
 *
 * @param {Recipe} recipe
 */
function nameOf({ trunk, training, pace }) {
  const { seed, replicate, augmentation, imageSize, batchSize } = trunk;
  return sha256(
    JSON.stringify([seed, replicate, augmentation, imageSize, batchSize, training, pace]),
  );
}

/**
 * @param {string} state
 * @param {Recipe} recipe
 * @param {number} epoch
 */
export function chained(state, recipe, epoch) {
  return sha256(`${state} ${nameOf(recipe)} ${epoch}`);
}

/**
 * @param {Recipe} recipe
 * @param {number} epoch
 * @param {string} state after it
 * @returns {Report}
 */
export function reportOf(recipe, epoch, state) {
  const value = 0.6 * share(nameOf(recipe)) + 0.3 * share(state) + 0.1 * (1 - 1 / (epoch + 2));
  return {
    epoch,
    metrics: measureAll({
      train: { loss: 1.1 - value, accuracy: value },
      val: {
        loss: 1.2 - value,
        accuracy: value,
        confusion: [
          [3, 1],
          [0, 4],
        ],
      },
      cost: { seconds: epoch + 1, parameters: 1000 },
    }),
    learningRate: recipe.pace.learningRate / (epoch + 1),
    seconds: 1,
    soloSeconds: 1,
    sharedWith: null,
    imagesPerSecond: 100,
    peakMemoryBytes: 1000,
    rights: Uint8Array.from(Buffer.from(state.slice(0, 10), 'hex')),
  };
}

/**
 * About one epoch in 256.
 *
 * @param {string} state
 */
export function diverges(state) {
  return state.startsWith('00');
}

/**
 * A number in [0, 1) that a text stands for.
 *
 * @param {string} text
 */
function share(text) {
  return Number.parseInt(sha256(text).slice(0, 13), 16) / 2 ** 52;
}

/** @param {string | Buffer} data */
function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
