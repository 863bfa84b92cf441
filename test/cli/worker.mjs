import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A worker that trains nothing: a trial's accuracy grows with its learning rate. The rate also says
 * how it behaves: 0.5 fails, 0.8 waits for a program to be compiled, 0.6 finds no images, 0.7 runs, after all others of its cohort, until it is asked to stop.
 * Plain JavaScript, as threads load no TypeScript; it reads the slots of worker/protocol/control.ts
 * by itself.
 */
export async function train({ trials, control, port }) {
  const slots = new Int32Array(control);
  const end = (trialId, how) => port.postMessage({ type: 'end', end: { trialId, ...how } });
  let left = [...trials.entries()];
  const compiling = trials.filter((trial) => rateOf(trial) === 0.8);
  if (compiling.length > 0) {
    const trialIds = compiling.map(({ trialId }) => trialId);
    port.postMessage({ type: 'compiling', trialIds, title: 'training step' });
  }
  for (let epoch = 0; left.length > 0; epoch += 1) {
    const broken = left.filter(([, trial]) => ERRORS.has(rateOf(trial)));
    for (const [, trial] of broken) {
      end(trial.trialId, { how: 'broke', error: ERRORS.get(rateOf(trial)) });
    }
    const last = left.filter(([, trial]) => rateOf(trial) === 0.7);
    const going = left.filter((each) => !broken.includes(each) && !last.includes(each));
    // Those that never end begin when all others have ended.
    left = going.length > 0 ? trainEpoch(going, epoch, slots, port, end) : [];
    if (going.length > 0) left.push(...last);
    else for (const [, { trialId }] of last) end(trialId, untilStopped(trialId, slots, port));
  }
  const compiled = compiling.length > 0 ? { compiled: { programs: 2, seconds: 16 } } : {};
  return {
    ...{ trunk: 150, trunkAlone: 150 * trials.length, trained: 300, trainedAlone: 300 },
    ...compiled,
  };
}

const ERRORS = new Map([
  [0.5, { code: 'E_TRIAL', message: 'out of luck' }],
  [0.6, { code: 'E_DATA', message: 'train.bin cannot be read' }],
]);

function rateOf({ recipe }) {
  return recipe.pace.learningRate;
}

function trainEpoch(going, epoch, slots, port, end) {
  const reports = going.map(([, trial]) => {
    const { trialId, recipe } = trial;
    const progress = { epoch, epochs: recipe.pace.epochs, step: 1, steps: 4 };
    port.postMessage({ type: 'step', trialIds: [trialId], progress });
    return { trialId, report: reportOf(epoch, rateOf(trial)) };
  });
  port.postMessage({ type: 'epoch', epoch, reports });
  while (Atomics.load(slots, 1) <= epoch && Atomics.load(slots, 0) === 0) {
    Atomics.wait(slots, 1, epoch, 50);
  }
  const stopped = Atomics.load(slots, 1) <= epoch;
  return going.filter(([, { trialId, recipe, checkpoint }]) => {
    const { epochs } = recipe.pace;
    if (epoch + 1 < epochs) {
      if (stopped) end(trialId, { how: 'interrupted' });
      return !stopped;
    }
    mkdirSync(dirname(checkpoint), { recursive: true });
    writeFileSync(checkpoint, `weights of ${trialId}`);
    end(trialId, { how: 'finished', checkpointEpoch: epochs - 1 });
    return false;
  });
}

function untilStopped(trialId, slots, port) {
  port.postMessage({
    type: 'step',
    trialIds: [trialId],
    progress: { epoch: 0, epochs: 3, step: 1, steps: 4 },
  });
  while (Atomics.load(slots, 0) === 0) Atomics.wait(slots, 0, 0, 50);
  return { how: 'interrupted' };
}

function reportOf(epoch, learningRate) {
  return {
    epoch,
    metrics: {
      val_accuracy: learningRate + epoch / 100,
      val_loss: 1 - learningRate,
      train_accuracy: 0.5,
      train_loss: 1,
    },
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
    processor: 'Pretended 9000',
    threads: 1,
    memoryBytes: 4e9,
    precisions: ['float32'],
    version: '1.2.3',
    imagesPerSecond: measure ? 36.04 : null,
    ...(measure ? { rates: RATES } : {}),
  };
}

const RATES = [
  { size: 64, batch: 32, forward: 36.04, training: 10.26 },
  { size: 224, batch: 2, forward: 3.14, training: 0.95 },
];

/** Those of the kept stores of older versions, whose images are nowhere, or any others. */
function classesOf({ source }) {
  return source.endsWith('/images') ? ['dark', 'light'] : ['cat', 'dog'];
}

export async function identify({ data }) {
  const listing = { classNames: data && classesOf(data), files: [] };
  return { weights: 'w1', data: data ? { digest: 'd1', listing } : null };
}

export async function prepare({ data, port }) {
  const progress = { type: 'progress', label: 'weights', unit: 'bytes', total: 95e6 };
  port.postMessage({ ...progress, done: 10e6 });
  port.postMessage({ ...progress, done: 95e6 });
  return {
    classNames: data && classesOf(data),
    // A source that turns out to be smaller than it looked.
    available: data ? { train: data.train === 990 ? 1000 : 50_000, val: 0, test: 200 } : null,
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
  return {
    ...{ images: 200, loss: 0.5, lossDeviation: 1, accuracy: 0.85 },
    ...{ calibrationError: 0.04, confusion },
  };
}

export function predict({ port, top, classNames }) {
  const classes = classNames
    .slice(0, top)
    .map((name, c) => ({ name, probability: c === 0 ? 0.9 : 0.1 }));
  return new Promise((resolve) => {
    port.on('message', (message) => {
      if (message === null) {
        port.postMessage(null);
        port.close();
        resolve();
      } else {
        port.postMessage(['why' in message ? message : { image: message.image, classes }]);
      }
    });
  });
}
