import { finder, words } from './squash.js';

/**
 * What other tools (Optuna, Ray Tune, Hyperopt, scikit-learn) call a distribution, and what it is
 * here. `loguniform` there takes bounds of the value, `log_uniform` here exponents of e.
 */
const DISTRIBUTION_NAMES: readonly (readonly [spellings: readonly string[], ours: string])[] = [
  [
    words('loguniform log log_scale reciprocal log10_uniform log_uniform_float logarithmic'),
    'log_uniform_values, whose min and max are bounds of the value',
  ],
  [
    words('qloguniform int_log_uniform log_uniform_int lograndint qlograndint'),
    'q_log_uniform_values',
  ],
  [words('quniform discrete_uniform uniform_discrete'), 'q_uniform'],
  [
    words('randint int integer integers uniform_int quniform_int qrandint int_uniform_values'),
    'int_uniform, which takes max, too',
  ],
  [words('choice choices list discrete options grid grid_search sample enum set'), 'categorical'],
  [words('float double real linear uniform_float continuous range'), 'uniform'],
  [words('gaussian randn gauss'), 'normal'],
  [words('lognormal qlognormal'), 'log_normal'],
  [words('fixed const static single'), 'constant'],
];

export const distributionCalled = finder(DISTRIBUTION_NAMES);
