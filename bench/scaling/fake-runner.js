/**
 * @import { Report, TrialOutcome } from '#dist/core/trial.js'
 * @import { CohortRunner } from '#dist/sweep/runners/runner.js'
 */

/**
 * A runner that trains nothing: every trial of a cohort tells its reports at once and ends. What a
 * sweep then costs is what planner, store and bookkeeping cost.
 *
 * @returns {CohortRunner}
 */
export function createFakeRunner() {
  return {
    async run({ trials }, events, signal) {
      /** @type {Map<number, TrialOutcome>} */
      const outcomes = new Map();
      const epochs = Math.max(...trials.map(({ recipe }) => recipe.pace.epochs));
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        for (const { trialId, recipe } of trials) {
          if (outcomes.has(trialId)) continue;
          if (signal.aborted) {
            outcomes.set(trialId, { trialId, state: 'interrupted' });
            continue;
          }
          const verdict = events.report(trialId, fakeReport(trialId, epoch));
          if (verdict === 'stop') outcomes.set(trialId, { trialId, state: 'stopped' });
          else if (epoch + 1 === recipe.pace.epochs)
            outcomes.set(trialId, { trialId, state: 'finished' });
        }
      }
      for (const outcome of outcomes.values()) events.end(outcome);
      return { trunk: 0, trunkAlone: 0, trained: 0, trainedAlone: 0 };
    },
    close: async () => {},
  };
}

/**
 * Numbers that differ from trial to trial, so that the leaderboard has something to order.
 *
 * @param {number} trialId
 * @param {number} epoch
 * @returns {Report}
 */
function fakeReport(trialId, epoch) {
  const valAccuracy = ((trialId * 7919 + epoch) % 10007) / 10007;
  return {
    epoch,
    trainLoss: 1 - valAccuracy,
    trainAccuracy: valAccuracy,
    valLoss: 1 - valAccuracy,
    valAccuracy,
    learningRate: 0.01,
    seconds: 1,
    soloSeconds: 1,
    sharedWith: null,
    imagesPerSecond: 100,
    peakMemoryBytes: 0,
  };
}
