import { eachMetric, metrics } from '#dist/core/metric.js';

/**
 * @import { Report } from '#dist/core/trial.js'
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
      let training = trials;
      for (let epoch = 0; training.length > 0; epoch += 1) {
        if (signal.aborted) break;
        const verdicts = await events.epoch(
          training.map(({ trialId }) => ({ trialId, report: fakeReport(trialId, epoch) })),
        );
        const going = [];
        for (const trial of training) {
          const { trialId, recipe } = trial;
          if (verdicts.get(trialId) === 'stop') await events.end({ trialId, how: 'stopped' });
          else if (epoch + 1 < recipe.pace.epochs) going.push(trial);
          else await events.end({ trialId, how: 'finished' });
        }
        training = going;
      }
      for (const { trialId } of training) await events.end({ trialId, how: 'interrupted' });
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
    metrics: eachMetric((name) => (metrics[name].goal === 'maximize' ? 1 : -1) * valAccuracy),
    learningRate: 0.01,
    seconds: 1,
    soloSeconds: 1,
    sharedWith: null,
    imagesPerSecond: 100,
    peakMemoryBytes: 0,
  };
}
