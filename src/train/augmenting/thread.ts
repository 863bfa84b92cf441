import { workerData } from 'node:worker_threads';
import { readOpen } from '../../assets/datasets/reading/open-images.js';
import { serializeError } from '../../core/errors.js';
import { batchOrder } from '../input/batch-order.js';
import { createImageSource } from '../input/image-source.js';
import type { ThreadTask } from './augment-task.js';
import { writeRing } from './write-ring.js';

/**
 * The entry of a thread that augments: it fills its share of a ring until it is ended. What it
 * throws is plain data, as a thread's own copying drops the class and code of an error.
 */
function run({ images, ring, thread, threads, ...task }: ThreadTask): never {
  const { recipe, rows, labels, classNames, side, epochs } = task;
  const source = createImageSource(
    {
      classNames,
      side,
      labels: () => labels,
      read: (split, indices) => readOpen(images, split, indices),
    },
    recipe,
  );
  const order = batchOrder(recipe, rows.length);
  const writer = writeRing(ring, thread, threads, epochs * order.stepsPerEpoch);
  writer.ready();
  for (let batch = -1; ; ) {
    batch = writer.next(batch);
    const [epoch, step] = [Math.floor(batch / order.stepsPerEpoch), batch % order.stepsPerEpoch];
    const own = order.places(epoch, step).map((place) => rows[place]!);
    const how = { next: writer.beat, into: writer.room(batch) };
    writer.put(batch, source.augmented(own, epoch, step, how));
  }
}

try {
  run(workerData as ThreadTask);
} catch (error) {
  throw serializeError(error);
}
