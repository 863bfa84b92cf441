import { schedules } from '../schedules/kinds/index.js';
import { scheduleSchema } from '../schedules/schedule-options.js';
import { optimizers } from '../train/step/optimizers/index.js';
import { words } from './squash.js';

/** A parameter whose values are choices with options, and what scripts put before such an option. */
export interface OptionsOf {
  readonly parameter: 'scheduler' | 'optimizer' | 'head';
  /** Options by the name of the choice. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
  /** As in `scheduler_gamma`, `lr_gamma`. */
  readonly prefixes: readonly string[];
  /** Other names; of several options, the one that a choice has. */
  readonly names: readonly (readonly [spellings: readonly string[], options: readonly string[]])[];
}

/** Options that stand beside their choice in a flat file: `gamma: {values: [0.1, 0.5]}`. */
export const OPTIONS_OF: readonly OptionsOf[] = [
  // Before schedules: both have an `eps`, and hardly anyone means that of a plateau.
  {
    parameter: 'optimizer',
    kinds: new Map(
      Object.entries(optimizers).map(([type, { options }]) => [type, Object.keys(options.shape)]),
    ),
    prefixes: words('optimizer optim opt sgd adam adamw rmsprop'),
    names: [[words('epsilon adam_epsilon'), ['eps']]],
  },
  {
    parameter: 'scheduler',
    kinds: new Map(
      Object.values(schedules).map((def) => [def.type, Object.keys(scheduleSchema(def).shape)]),
    ),
    prefixes: words('lr_scheduler scheduler lr_sched sched lr plateau'),
    names: [
      [words('decay_rate lr_decay_rate decay_factor lr_decay_factor'), ['gamma', 'factor']],
      [words('decay_epochs decay_step decay_steps lr_decay_epochs step_lr_size'), ['step_size']],
      [words('min_lr lr_min min_learning_rate eta_min'), ['eta_min', 'min_lr']],
      [words('num_warmup_epochs warmup_epoch n_warmup_epochs'), ['warmup_epochs']],
      [words('tmax'), ['T_max']],
    ],
  },
  {
    parameter: 'head',
    kinds: new Map([
      ['linear', []],
      ['mlp', ['width']],
    ]),
    prefixes: words('head classifier'),
    names: [
      [
        words(
          'fc_layer_size fc_size fc_units fc_hidden hidden_units dense_units head_width head_hidden',
        ),
        ['width'],
      ],
    ],
  },
];
