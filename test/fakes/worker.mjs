import { threadId } from 'node:worker_threads';

/**
 * A worker that behaves as its trial's augmentation is named. It is plain JavaScript, as threads
 * load no TypeScript, so it reads the slots of worker/protocol/control.ts by itself. `peakMemoryBytes` of its
 * reports is the thread's id.
 */
const behaviors = {
  /** Reports each epoch and awaits the verdict. */
  train({ recipe, report, verdict }) {
    for (let epoch = 0; epoch < recipe.pace.epochs; epoch += 1) {
      report(epoch);
      const answer = verdict(epoch);
      if (answer === 'stop') return { state: 'stopped' };
      if (answer === 'interrupt') return { state: 'interrupted' };
    }
    return { state: 'finished', checkpointEpoch: 0 };
  },

  /** Reports as fast as it can and asks for no verdict. */
  flood({ recipe, report, note }) {
    note('about to flood');
    for (let epoch = 0; epoch < recipe.pace.epochs; epoch += 1) report(epoch);
    return { state: 'finished' };
  },

  throw() {
    throw new Error('boom');
  },

  throwPlain() {
    throw { code: 'E_DATA', message: 'no images' };
  },

  exit() {
    process.exit(7);
  },

  reportThenExit({ report }) {
    report(0);
    process.exit(7);
  },

  async reject() {
    Promise.reject(new Error('nobody listens'));
    await new Promise(() => {});
  },

  heap() {
    const hoard = [];
    for (;;) hoard.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
  },

  trap() {
    const error = new WebAssembly.RuntimeError('Aborted(OOM)');
    const { message, stack } = error;
    return { state: 'failed', error: { code: 'E_UNEXPECTED', message, stack } };
  },

  /** Computes without end, looking at the stop request between steps. */
  heedful({ stopRequested, step }) {
    step();
    while (!stopRequested());
    return { state: 'interrupted' };
  },

  deaf({ step }) {
    step();
    for (;;);
  },
};

export async function train({ trials, control, port }) {
  const slots = new Int32Array(control);
  for (const [index, { trialId, recipe }] of trials.entries()) {
    const behave = behaviors[recipe.trunk.augmentation.name];
    const outcome = await behave({
      recipe,
      report: (epoch) => port.postMessage({ type: 'report', trialId, report: reportOf(epoch) }),
      note: (message) => port.postMessage({ type: 'note', trialId, message }),
      step: () =>
        port.postMessage({
          type: 'step',
          trialIds: [trialId],
          progress: { epoch: 0, epochs: 1, step: 1, steps: 9 },
        }),
      stopRequested: () => Atomics.load(slots, 0) !== 0,
      verdict: (epoch) => waitForVerdict(slots, index, epoch),
    });
    port.postMessage({ type: 'end', outcome: { trialId, ...outcome } });
  }
  return { trunk: 1, trunkAlone: 2, trained: 3, trainedAlone: 4 };
}

function waitForVerdict(slots, index, epoch) {
  const place = 1 + 2 * index;
  for (;;) {
    const decided = Atomics.load(slots, place);
    if (decided > epoch) return Atomics.load(slots, place + 1) === 1 ? 'stop' : 'continue';
    if (Atomics.load(slots, 0) !== 0) return 'interrupt';
    Atomics.wait(slots, place, decided, 200);
  }
}

function reportOf(epoch) {
  return {
    epoch,
    trainLoss: 1,
    trainAccuracy: 0.5,
    valLoss: 1,
    valAccuracy: 0.5,
    learningRate: 0.1,
    seconds: 1,
    soloSeconds: 1,
    sharedWith: null,
    imagesPerSecond: 1,
    peakMemoryBytes: threadId,
  };
}
