import type { z } from 'zod';
import type { Choice } from '../core/json.js';
import { PRECISIONS, type Recipe } from '../core/recipe.js';
import { augmentations } from '../images/augmentations/index.js';
import { networks } from '../networks/index.js';
import { schedules } from '../schedules/kinds/index.js';
import { scheduleSchema } from '../schedules/schedule-options.js';
import { optimizers } from '../train/step/optimizers/index.js';

/**
 * Why nothing can be trained by a recipe that a database holds, as the end of a sentence: it is
 * damaged, or a newer program made it. Null: nothing speaks against it.
 */
export function recipeFault({ trunk, training, pace }: Recipe): string | null {
  const units = networks.find(({ name }) => name === trunk.model.architecture)?.units;
  const { gradientClip, layerLrDecay } = training;
  const checks: readonly (readonly [name: string, value: unknown, isRight: boolean])[] = [
    ['architecture', trunk.model.architecture, units !== undefined],
    ['train', trunk.data.train, isCount(trunk.data.train)],
    ['image_size', trunk.imageSize, isCount(trunk.imageSize)],
    ['batch_size', trunk.batchSize, isCount(trunk.batchSize)],
    ['augmentation', trunk.augmentation, trunk.augmentation.transforms.every(isTransform)],
    ['stem', trunk.stem, ['imagenet', 'small'].includes(trunk.stem)],
    ['precision', trunk.precision, PRECISIONS.includes(trunk.precision)],
    ['unfrozen_layers', training.firstTrained, training.firstTrained < (units?.length ?? 0)],
    ['pooling', training.pooling, ['avg', 'max', 'avgmax'].includes(training.pooling)],
    ['head', training.head, isHead(training.head)],
    ['optimizer', training.optimizer, isChoice(training.optimizer, optimizers)],
    ['dropout', training.dropout, isShare(training.dropout)],
    ['label_smoothing', training.labelSmoothing, isShare(training.labelSmoothing)],
    ['gradient_clip', gradientClip, gradientClip === null || gradientClip > 0],
    ['layer_lr_decay', layerLrDecay, layerLrDecay > 0 && layerLrDecay <= 1],
    ['epochs', pace.epochs, isCount(pace.epochs)],
    ['learning_rate', pace.learningRate, pace.learningRate > 0],
    ['scheduler', pace.scheduler, isSchedule(pace.scheduler)],
  ];
  const wrong = checks.find(([, , isRight]) => !isRight);
  return wrong ? `its ${wrong[0]} is ${JSON.stringify(wrong[1])}` : null;
}

/** Far above what any sweep file may ask for. */
const MOST = 1e6;

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= MOST;
}

function isShare(value: number): boolean {
  return value >= 0 && value < 1;
}

function isHead(head: Recipe['training']['head']): boolean {
  return head.type === 'linear' || (head.type === 'mlp' && isCount(head.width));
}

function isTransform(transform: Choice): boolean {
  return isChoice(transform, augmentations);
}

function isSchedule({ type, ...options }: Choice): boolean {
  const def = Object.hasOwn(schedules, type) ? schedules[type] : undefined;
  return def !== undefined && scheduleSchema(def).safeParse(options).success;
}

function isChoice(
  choice: Choice,
  known: Readonly<Record<string, { readonly options: z.ZodType }>>,
): boolean {
  const { type, ...options } = choice;
  return Object.hasOwn(known, type) && known[type]!.options.safeParse(options).success;
}
