// One Thaw backend, asked over standard input: see contenders.js. Uses the network and the training
// step that sweeps use, as built into dist/.

import { createInterface } from 'node:readline';
import { rngFor } from '../../dist/core/random.js';
import { FC, UNITS } from '../../dist/core/units.js';
import { backends } from '../../dist/train/backends/index.js';
import { cacheDir } from '../../dist/train/fetch/cache-dir.js';
import { optimizers } from '../../dist/train/optimizers/index.js';
import { createHead } from '../../dist/train/resnet50/create-head.js';
import { createNetwork } from '../../dist/train/resnet50/create-network.js';
import { initClassifier } from '../../dist/train/resnet50/init-classifier.js';
import { createStepper } from '../../dist/train/train-step.js';
import { weightsFor } from '../../dist/train/weights/index.js';

const BATCH = 32;
const CLASSES = 10;
const FIRST_TRAINED = { forward: FC, last: UNITS.indexOf('layer4.0'), full: 0 };

const backend = backends.find(({ name }) => name === process.argv[2]);
const { tf, kernels, info } = await backend.load(cacheDir(process.env));
const weights = await weightsFor('random').load({ weights: 'random' }, '', 0);
const network = createNetwork(kernels, weights, 'imagenet');
say({ version: `${info.version}, ${info.device}` });

for await (const line of createInterface({ input: process.stdin })) {
  const { task, size, seconds } = JSON.parse(line);
  const job = createJob(task, size);
  say({ imagesPerSecond: measure(job.step, seconds) });
  job.dispose();
}

function createJob(task, size) {
  const firstTrained = FIRST_TRAINED[task];
  const classifier = { type: 'linear' };
  const head = createHead(kernels, weights, {
    firstTrained,
    pooling: 'avg',
    head: classifier,
    stem: 'imagenet',
    fcInit: initClassifier(classifier, CLASSES, rngFor('bench')),
  });
  const { sgd } = optimizers;
  const stepper = createStepper({
    kernels,
    head,
    optimizer: sgd.create(sgd.options.parse({ momentum: 0.9 })),
    gradientClip: null,
    layerLrDecay: 1,
    labelSmoothing: 0,
  });
  const x = tf.randomNormal([BATCH, size, size, 3], 0, 1, 'float32', 1);
  const labels = tf.tidy(() =>
    tf.cast(
      tf.oneHot(
        Array.from({ length: BATCH }, (_, i) => i % CLASSES),
        CLASSES,
      ),
      'float32',
    ),
  );
  let steps = 0;

  return {
    step() {
      tf.tidy(() => {
        const trunk = firstTrained === 0 ? x : network.trunk(x, 0, firstTrained);
        const features = firstTrained === FC ? network.pool(trunk, 'avg') : trunk;
        if (task === 'forward') head.predict(features).dataSync();
        else stepper.step(features, labels, null, { lr: 1e-3, step: steps++ });
      });
    },
    dispose() {
      stepper.dispose();
      head.dispose();
      tf.dispose([x, labels]);
    },
  };
}

/** Images a second over at least `seconds` and three steps, after one step to warm up. */
function measure(step, seconds) {
  step();
  const start = performance.now();
  let steps = 0;
  do {
    step();
    steps += 1;
  } while (steps < 3 || performance.now() - start < 1000 * seconds);
  return (BATCH * steps * 1000) / (performance.now() - start);
}

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
