import { z } from 'zod';
import type { Choice, Json } from '../../core/json.js';
import { optimizers } from '../../train/step/optimizers/index.js';
import { choiceSchema } from './choice.js';
import { defineParameter } from './parameter.js';

/** Where our default is not PyTorch's: plain SGD is hardly ever what one wants. */
const sgd = optimizers.sgd!.options.safeExtend({
  momentum: optimizers.sgd!.options.shape.momentum!.default(0.9),
});

const optimizerSchema = choiceSchema('optimizer', { ...optimizers, sgd: { options: sgd } });

export const optimizer = defineParameter({
  summary: 'Update rule: a name, or { type: name, ...options } as in PyTorch',
  fallback: 'sgd',
  range: 'none',
  schema: optimizerSchema,
});

export const momentum = defineParameter({
  summary: 'Momentum, for the optimizers that have one',
  fallback: null,
  fallbackText: "0.9 for sgd, else the optimizer's own",
  range: 'real',
  schema: z.number().min(0).lt(1),
});

export const nesterov = defineParameter({
  summary: "Nesterov's momentum, for the optimizers that have it",
  fallback: null,
  fallbackText: 'false',
  range: 'none',
  schema: z.boolean(),
});

export const weightDecay = defineParameter({
  summary: 'Pull of every trained tensor toward 0',
  fallback: null,
  fallbackText: "the optimizer's own: 0.01 for adamw, else 0",
  range: 'real',
  schema: z.number().min(0),
});

/** Parameters that are options of the optimizer, whichever it is. */
export const OPTIMIZER_OPTIONS = ['momentum', 'nesterov', 'weight_decay'] as const;

/**
 * The optimizer with those of `own` that it takes, all options resolved. An option in `value`
 * itself stands.
 *
 * @throws {z.ZodError} the options don't go together (nesterov without momentum).
 */
export function resolveOptimizer(
  value: Json,
  own: Readonly<Partial<Record<(typeof OPTIMIZER_OPTIONS)[number], Json>>>,
): Choice {
  const { type, ...spelled } = typeof value === 'string' ? { type: value } : (value as Choice);
  const taken = Object.entries(own).filter(
    ([name, option]) => option !== null && takesOption(type, name),
  );
  return optimizerSchema.parse({ type, ...Object.fromEntries(taken), ...spelled });
}

/** Whether the optimizer called `type` has an option of that name. */
export function takesOption(type: string, name: string): boolean {
  const def = optimizers[type];
  return def !== undefined && name in def.options.shape;
}
