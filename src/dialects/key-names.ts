import { finder, words } from './squash.js';

/** What is said of a key that holds a whole sweep. */
export const LIES_BELOW =
  'none: what stands under it are the keys of the sweep, and belongs at the top';

/** What other tools call keys of a sweep, and our names or what to do. */
export const keyMeaning = finder<string>([
  [
    words('parameters params param hyperparameters hyperparams hparams search_space space'),
    'parameters',
  ],
  [words('count max_trials n_trials num_trials num_samples trials max_runs runs'), 'run_cap'],
  [words('early_stopping early_stop early_termination pruner'), 'early_terminate'],
  [words('objective'), 'metric'],
  [words('objectives'), 'metrics'],
  [words('search_method search_algorithm algorithm sampler strategy'), 'method'],
  [words('dataset'), 'data'],
  [words('sweep sweep_config sweep_configuration sweep_params wandb config'), LIES_BELOW],
]);
