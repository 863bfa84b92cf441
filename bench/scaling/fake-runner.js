/**
 * A runner that trains nothing: every trial of a cohort tells its reports at once and ends. What a
 * sweep then costs is what planner, store and bookkeeping cost.
 */
export function createFakeRunner() {
  return {
    async run(cohort, events, signal) {
      const outcomes = new Map();
      const epochs = Math.max(...cohort.map(({ recipe }) => recipe.epochs));
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        for (const { trialId, recipe } of cohort) {
          if (outcomes.has(trialId)) continue;
          if (signal.aborted) {
            outcomes.set(trialId, { trialId, state: 'interrupted' });
            continue;
          }
          const verdict = events.report(trialId, fakeReport(trialId, epoch));
          if (verdict === 'stop') outcomes.set(trialId, { trialId, state: 'stopped' });
          else if (epoch + 1 === recipe.epochs)
            outcomes.set(trialId, { trialId, state: 'finished' });
        }
      }
      const inOrder = cohort.map(({ trialId }) => outcomes.get(trialId));
      for (const outcome of inOrder) events.end?.(outcome);
      return inOrder;
    },
    close: async () => {},
  };
}

/** Numbers that differ from trial to trial, so that the leaderboard has something to order. */
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
    imagesPerSecond: 100,
    peakMemoryBytes: 0,
  };
}
