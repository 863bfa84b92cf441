import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A worker that trains nothing: a trial's accuracy grows with its learning rate. The rate also says
 * how it behaves: 0.5 fails, 0.7 runs, after all others of its cohort, until it is asked to stop.
 * Plain JavaScript, as threads load no TypeScript; it reads the slots of worker/protocol/control.ts by itself.
 */
export async function train({ trials, control, port }) {
  const slots = new Int32Array(control);
  const inOrder = [...trials.entries()].sort(
    ([, a], [, b]) => Number(isLast(a)) - Number(isLast(b)),
  );
  for (const [index, trial] of inOrder) {
    const outcome = trainOne(trial, index, slots, port, trials.length === 1);
    port.postMessage({ type: 'end', outcome });
  }
  return { trunk: 150, trunkAlone: 150 * trials.length, trained: 300, trainedAlone: 300 };
}

function isLast({ recipe }) {
  return recipe.pace.learningRate === 0.7;
}

function trainOne({ trialId, recipe, checkpoint }, index, slots, port, alone) {
  const { learningRate, epochs } = recipe.pace;
  if (learningRate === 0.5) {
    const error = { code: 'E_TRIAL', message: 'out of luck' };
    return { trialId, state: alone ? 'failed' : 'interrupted', error };
  }
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const progress = { epoch, epochs, step: 1, steps: 4 };
    port.postMessage({ type: 'step', trialIds: [trialId], progress });
    while (learningRate === 0.7) {
      Atomics.wait(slots, 0, 0, 50);
      if (Atomics.load(slots, 0) !== 0) return { trialId, state: 'interrupted' };
    }
    port.postMessage({ type: 'report', trialId, report: reportOf(epoch, learningRate) });
    while (Atomics.load(slots, 1 + 2 * index) <= epoch) {
      if (Atomics.load(slots, 0) !== 0) return { trialId, state: 'interrupted' };
      Atomics.wait(slots, 1 + 2 * index, epoch, 50);
    }
  }
  mkdirSync(dirname(checkpoint), { recursive: true });
  writeFileSync(checkpoint, `weights of ${trialId}`);
  return { trialId, state: 'finished', checkpointEpoch: epochs - 1 };
}

function reportOf(epoch, learningRate) {
  return {
    epoch,
    trainLoss: 1,
    trainAccuracy: 0.5,
    valLoss: 1 - learningRate,
    valAccuracy: learningRate + epoch / 100,
    learningRate,
    seconds: 1,
    soloSeconds: 1.5,
    sharedWith: null,
    imagesPerSecond: 100,
    peakMemoryBytes: 1e6,
  };
}

export async function probe({ backend, measure }) {
  return {
    backend,
    device: 'CPU, pretended',
    kind: 'cpu',
    memoryBytes: 4e9,
    precisions: ['float32'],
    version: '1.2.3',
    imagesPerSecond: measure ? 36.04 : null,
  };
}

export async function prepare({ data, port }) {
  const progress = { type: 'progress', label: 'weights', unit: 'bytes', total: 95e6 };
  port.postMessage({ ...progress, done: 10e6 });
  port.postMessage({ ...progress, done: 95e6 });
  return {
    classNames: data ? ['cat', 'dog'] : null,
    // A source that turns out to be smaller than it looked.
    available: data ? { train: data.train === 990 ? 1000 : 50_000, test: 200 } : null,
    skipped: [],
    notes: data ? ['1 file is no image: readme.txt'] : [],
  };
}

export async function exportWeights({ checkpoint, output, metadata }) {
  writeFileSync(output, JSON.stringify({ checkpoint, metadata }));
}

export async function evaluate() {
  const confusion = [
    [90, 10],
    [20, 80],
  ];
  return { images: 200, loss: 0.5, accuracy: 0.85, confusion };
}

export async function predict({ images, top, classNames }) {
  return images.map((image) => ({
    image,
    classes: classNames
      .slice(0, top)
      .map((name, c) => ({ name, probability: c === 0 ? 0.9 : 0.1 })),
  }));
}
