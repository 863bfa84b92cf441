import { threadId } from 'node:worker_threads';

/**
 * A worker that behaves as its trial's augmentation is named. It is plain JavaScript, as threads
 * load no TypeScript, so it reads the slots of worker/protocol/control.ts by itself.
 * `peakMemoryBytes` of its reports tells its thread from others, whatever their process.
 */
const behaviors = {
  /** Reports each epoch and awaits the verdict. */
  train({ recipe, report, verdict }) {
    for (let epoch = 0; epoch < recipe.pace.epochs; epoch += 1) {
      report(epoch);
      const answer = verdict(epoch);
      if (answer === 'stop') return { how: 'stopped' };
      if (answer === 'pause') return { how: 'paused' };
      if (answer === 'interrupt') return { how: 'interrupted' };
    }
    return { how: 'finished', checkpointEpoch: 0 };
  },

  /** Reports as fast as it can and asks for no verdict. */
  flood({ recipe, report, note }) {
    note('about to flood');
    for (let epoch = 0; epoch < recipe.pace.epochs; epoch += 1) report(epoch);
    return { how: 'finished' };
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

  /** Sends its process the signal that stands in the checkpoint's place. */
  async signal({ checkpoint }) {
    // What was said before is on its way by then.
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.kill(process.pid, checkpoint);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { how: 'finished' };
  },

  trap() {
    const error = new WebAssembly.RuntimeError('Aborted(OOM)');
    const { message, stack } = error;
    return { how: 'broke', error: { code: 'E_UNEXPECTED', message, stack } };
  },

  /** Computes without end, looking at the stop request between steps. */
  heedful({ stopRequested, step }) {
    step();
    while (!stopRequested());
    return { how: 'interrupted' };
  },

  /** Sleeps in its first step, and never again looks at anything. */
  hang({ step }) {
    step();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },

  /** Works without a word, for longer than a hung one would be granted. */
  silent({ stopRequested }) {
    for (let look = 0; look < 60; look += 1) {
      stopRequested();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
    return { how: 'finished' };
  },

  /** Says that it compiles, and hears nothing for as long as that takes. */
  compiles({ compiling }) {
    compiling('training step');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    return { how: 'finished' };
  },

  /** Hands a snapshot over, and then trains. */
  saves(hands) {
    hands.snapshot();
    return behaviors.train(hands);
  },

  /** Hands a snapshot over, and then hangs. */
  savesAndHangs(hands) {
    hands.snapshot();
    behaviors.hang(hands);
  },

  deaf({ step }) {
    step();
    for (;;);
  },
};

export async function train({ trials, control, port }) {
  const slots = new Int32Array(control);
  for (const [index, { trialId, recipe, checkpoint }] of trials.entries()) {
    const behave = behaviors[recipe.trunk.augmentation.name];
    Atomics.store(slots, 1, 0); // trials run one after another here: each has its own epochs
    const end = await behave({
      recipe,
      checkpoint,
      report: (epoch) =>
        port.postMessage({ type: 'epoch', epoch, reports: [{ trialId, report: reportOf(epoch) }] }),
      snapshot() {
        Atomics.add(slots, slots.length - 2, 1);
        const made = { part: '/a', sha256: 's', bytes: 1, epoch: 0, step: 1, trialIds: [trialId] };
        port.postMessage({ type: 'snapshot', made });
      },
      compiling: (title) => port.postMessage({ type: 'compiling', trialIds: [trialId], title }),
      note: (message) => port.postMessage({ type: 'note', trialId, message }),
      step: () =>
        port.postMessage({
          type: 'step',
          trialIds: [trialId],
          progress: { epoch: 0, epochs: 1, step: 1, steps: 9 },
        }),
      stopRequested() {
        Atomics.add(slots, slots.length - 1, 1);
        return Atomics.load(slots, 0) !== 0;
      },
      verdict: (epoch) => waitForVerdict(slots, index, epoch),
    });
    port.postMessage({ type: 'end', end: { trialId, ...end } });
  }
  return { trunk: 1, trunkAlone: 2, trained: 3, trainedAlone: 4 };
}

function waitForVerdict(slots, place, epoch) {
  for (;;) {
    Atomics.add(slots, slots.length - 1, 1);
    const decided = Atomics.load(slots, 1);
    if (decided > epoch) return ['continue', 'pause', 'stop'][Atomics.load(slots, 2 + place)];
    if (Atomics.load(slots, 0) !== 0) return 'interrupt';
    Atomics.wait(slots, 1, decided, 200);
  }
}

function reportOf(epoch) {
  return {
    epoch,
    metrics: { val_accuracy: 0.5, val_loss: 1, train_accuracy: 0.5, train_loss: 1 },
    learningRate: 0.1,
    seconds: 1,
    soloSeconds: 1,
    sharedWith: null,
    imagesPerSecond: 1,
    peakMemoryBytes: 1000 * process.pid + threadId,
  };
}
